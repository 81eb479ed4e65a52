// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/sourcethread.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace weir {

/// Every configured source: runs, pauses, resumes and replaces them. One that fails leaves the
/// others alone. Stopping a source waits for it, about 100 ms. Thread: main.
class SourceSet final
{
public:
    /// What of a source is in the index now.
    using Indexed = std::function<Result<std::vector<StartPosition>>(const std::string& source)>;

    /// `sink` and what `keyring` looks into outlive it. `ended` is called in a source's thread when
    /// the source is through.
    SourceSet(BatchSink& sink, Indexed indexed, KeyringReader keyring, bool untilEnd,
              std::function<void()> ended);

    /// What a source must leave out, asked at each start of one. Call before apply().
    using QuarantineOf = std::function<std::shared_ptr<Quarantine>(const SourceConfig& source)>;
    void setQuarantine(QuarantineOf quarantine) { m_quarantine = std::move(quarantine); }

    /// Makes these the running sources: new ones start, missing ones stop, changed ones start again
    /// from where they were, all others go on undisturbed.
    void apply(const std::vector<SourceConfig>& sources);
    /// NotFound without a source of this name.
    Result<Done> pause(const std::string& name);
    Result<Done> resume(const std::string& name);
    /// Answered by the source, in its thread; at once without such a source, or while it is paused.
    void request(const std::string& name, PositionRequest request);
    /// These are no longer in the index, and nobody may take them for it: the source starts again where
    /// it runs, and fetches them.
    void forget(const std::string& name, const std::vector<StreamRange>& ranges);
    /// Files may have come into the index by another way, such as an import: sources of files that do
    /// not know them start again, so that they do not read them a second time.
    void learnFiles();
    /// Asks all, then waits for each: the wait is the longest, not the sum.
    void stop();

    std::vector<SourceStatus> statuses() const;
    bool haveAllEnded() const;
    bool hasFailed() const;
    /// Names of those that have been unreachable or stalled since before `limit`; to be asked
    /// regularly.
    std::vector<std::string> unreachableFor(std::chrono::steady_clock::duration limit);

private:
    struct Entry
    {
        SourceConfig config;
        std::unique_ptr<SourceThread> thread; ///< null while paused
        SourceStatus last; ///< of the thread before it was halted
        std::string problem; ///< why it could not be started
        std::chrono::steady_clock::time_point reachable = std::chrono::steady_clock::now();
    };

    Result<std::vector<StartPosition>> positionsOf(const std::string& source) const;
    void start(Entry& entry);
    void halt(Entry& entry);
    Entry* find(const std::string& name);

    BatchSink& m_sink;
    const Indexed m_indexed;
    const KeyringReader m_keyring;
    const bool m_untilEnd;
    const std::function<void()> m_ended;
    QuarantineOf m_quarantine;
    std::vector<Entry> m_entries; ///< in the order of the configuration
    std::map<std::string, std::vector<StartPosition>> m_positions; ///< of those that were halted
};

} // namespace weir
