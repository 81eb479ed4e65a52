// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "ui/models/panelscan.h"
#include "ui/models/paneltail.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>

namespace weir {

/// What PanelRun's thread does, one bounded step at a time: opens the index when there is one, reads
/// for all panels block by block in turn, so that a block is decoded once for all, then follows.
/// Thread: that of the run.
class PanelWorker final
{
public:
    /// Takes over a snapshot of the question with that number.
    using Publish = std::function<void(std::size_t, PanelSnapshot)>;

    PanelWorker(std::filesystem::path index, const Clock& clock, Publish publish);

    void begin(const std::vector<PanelQuestion>& questions, PanelRange range);
    /// Blocks are left to read: advance() has more to do at once.
    bool isScanning() const;
    /// Reads on for some milliseconds, or what was committed since.
    void advance(const std::stop_token& stop);

private:
    struct Panel
    {
        PanelQuestion question;
        FilterPtr filter; ///< null: the query cannot be read
        Aggregate aggregate;
        std::unique_ptr<PanelScan> scan;
        std::unique_ptr<PanelTail> tail;
        bool isDirty = true; ///< has something that was not published
    };
    using SteadyTime = std::chrono::steady_clock::time_point;

    bool openReader();
    void prepare(std::size_t number, Panel& panel);
    void startAll(EventSeq newest, const std::stop_token& stop);
    Result<Done> start(Panel& panel, EventSeq newest, const std::stop_token& stop);
    void scanOn(const std::stop_token& stop);
    void follow(EventSeq newest);
    Result<Done> extend(Panel& panel, EventSeq newest);
    void publishDirty();
    void fail(std::size_t number, const Error& error);
    void failAll(const Error& error);

    const std::filesystem::path m_index;
    const Clock& m_clock;
    const Publish m_publish;
    std::unique_ptr<IndexReader> m_reader; ///< outlives scans and tails
    std::vector<Panel> m_panels;
    PanelRange m_range;
    std::optional<TimePoint> m_oldest; ///< event of the index, when the panels began
    bool m_errorTold = false;
    TimePoint m_now; ///< just before the newest seq was asked for: until then all is known
    SteadyTime m_published;
};

} // namespace weir
