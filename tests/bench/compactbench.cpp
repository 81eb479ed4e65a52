// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/storecosts.h"

namespace weir::bench {

Result<Report> compactBench(const Options& options)
{
    const ScratchFolder folder("weir-bench-compact");
    const auto data = Dataset::make(folder, options.form, options.events, options.seed);
    if (!data)
        return data.error();
    Report report("compact");
    report.fact("data", data->description());
    if (const auto added = addStoreCosts(report, folder, *data, Blocks::Cold, options.runs); !added)
        return added.error();
    return report;
}

} // namespace weir::bench
