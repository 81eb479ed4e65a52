// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

namespace weir {

/// What a collector tells about itself, and who asks meanwhile. Thread safety: any thread; one
/// thread, the source's, writes.
class SourceMonitor final
{
public:
    SourceMonitor(std::string name, std::string kind);

    void addEvents(std::uint64_t events, std::uint64_t bytes, std::uint64_t undecodable);
    void addDropped(std::uint64_t count);
    void addRedacted(std::uint64_t count);
    void addGap(const Gap& gap);
    void setState(SourceState state);
    /// Empty: none any more.
    void setError(std::string sentence);
    void setNote(std::string sentence);
    /// The lag follows from them: of each what lies between `next` and `end`.
    void setPositions(std::vector<PositionStatus> positions);
    /// After setPositions(), where less than that is left.
    void setLag(std::uint64_t lag);

    /// Keeps the rate current; call it a few times a second.
    void tick();

    SourceStatus status() const;

private:
    std::atomic<std::uint64_t> m_events = 0;
    std::atomic<std::uint64_t> m_bytes = 0;
    std::atomic<std::uint64_t> m_undecodable = 0;
    std::atomic<std::uint64_t> m_dropped = 0;
    std::atomic<std::uint64_t> m_redacted = 0;

    // Guarded by m_mutex.
    mutable std::mutex m_mutex;
    SourceStatus m_status; ///< without the counts
    std::chrono::steady_clock::time_point m_rateSince;
    std::uint64_t m_rateFrom = 0;
};

} // namespace weir
