// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/evaluator.h"
#include "core/control/status.h"
#include "store/read/indexreader.h"

#include <chrono>
#include <string>
#include <vector>

namespace weir {

/// Puts together what the collector says of itself. What has been indexed is told by the index,
/// what is happening by the sources. Thread: main.
class StatusBoard final
{
public:
    Status make(std::vector<SourceStatus> sources, const IndexTotals& totals,
                const std::vector<AlertInstance>& alerts) const;

    bool isStopping = false;
    std::string notifier; ///< why desktop notifications cannot be shown; else empty
    std::string writerError; ///< why the index cannot be written; else empty
    std::string compactionError; ///< what cannot be compacted and why; else empty

private:
    const std::chrono::steady_clock::time_point m_started = std::chrono::steady_clock::now();
};

} // namespace weir
