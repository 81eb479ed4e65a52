// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"

#include <fmt/format.h>

namespace weir::bench {

namespace {

std::string sizeText(std::uint64_t events)
{
    return events >= 1'000'000 ? fmt::format("{:.3g} M", static_cast<double>(events) / 1e6)
                               : fmt::format("{:.3g} k", static_cast<double>(events) / 1e3);
}

/// A figure of each report, in their order.
std::string series(const std::vector<Report>& reports, std::size_t row, double Row::*figure)
{
    std::string text;
    for (const Report& report : reports)
        text += fmt::format("{}{:.4g}", text.empty() ? "" : ", ", report.rows()[row].*figure);
    return text;
}

/// Precondition: all reports have the same rows.
Row grown(const std::vector<Report>& reports, std::size_t row, const std::string& smallest)
{
    const Row& before = reports.front().rows()[row];
    const Row& after = reports.back().rows()[row];
    Row grown{after.what,
              after.ours,
              after.oursName,
              before.ours,
              "at " + smallest,
              after.unit,
              "each: " + series(reports, row, &Row::ours)};
    if (after.inProcess > 0)
        grown.note += "; in-process: " + series(reports, row, &Row::inProcess);
    if (after.baseline > 0 && before.baseline > 0)
        grown.note +=
            fmt::format("; {}: {}, {:.3g} times", after.baselineName,
                        series(reports, row, &Row::baseline), after.baseline / before.baseline);
    return grown;
}

} // namespace

Result<Report> growthBench(const Options& options, const std::function<void(const Report&)>& show)
{
    Report growth("growth");
    std::vector<Report> reports;
    std::string sizes;
    for (const std::uint64_t size : options.sizes) {
        Options ofThisSize = options;
        ofThisSize.events = size;
        auto report = searchBench(ofThisSize);
        if (!report)
            return report.error();
        show(*report);
        reports.push_back(std::move(*report));
        sizes += (sizes.empty() ? "" : ", ") + sizeText(size);
    }
    growth.fact("events",
                fmt::format("{}: up to {:.3g} times as many", sizes,
                            static_cast<double>(options.sizes.back())
                                / static_cast<double>(options.sizes.front())));
    for (std::size_t row = 0; row < reports.front().rows().size(); ++row)
        growth.add(grown(reports, row, sizeText(options.sizes.front())));
    return growth;
}

} // namespace weir::bench
