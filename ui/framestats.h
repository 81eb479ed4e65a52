// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "ui/measure/answertimes.h"
#include "ui/measure/durations.h"
#include "ui/measure/framegaps.h"
#include "ui/measure/threadclock.h"

#include <QObject>
#include <QRect>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>

namespace weir {

class MeasuredApplication;

/// Measures the window: what a frame costs and when it comes, how long the GUI thread is away, how
/// soon a keystroke or a jump has its rows on the screen, and, for the latency bench, what each
/// frame was the first to show. Costs a few clock reads a frame.
///
/// A frame is one painting of the window, flush included. Its cost is all CPU time of the GUI thread
/// since the frame before: taking over what workers have found, keys, layout, painting.
/// Thread: GUI.
class FrameStats final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameStats)

public:
    /// What answers a question on the log page.
    enum class Answer { Rows, Timeline, Facets };

    explicit FrameStats(QObject* parent = nullptr);

    /// Events are measured one by one from now on, where the application can do that.
    void measureEvents();
    /// One line `CEILING NANOSECONDS` a frame from now on. False when the file cannot be written.
    bool logTo(const std::filesystem::path& file);

    /// Around the window's own painting, flush included.
    void beginFrame();
    void endFrame();
    /// Within a frame: the log list has painted this many rows, of a view with this ceiling, and this
    /// many as placeholders, because they are not loaded yet.
    void painted(std::size_t rows, EventSeq ceiling, std::size_t missing = 0);

    /// There is something new to be shown since then (CLOCK_MONOTONIC).
    void wanted(std::int64_t at) { m_gaps.wanted(at); }
    /// A question, because of the input that is being handled.
    void asked(Answer what);
    /// The next frame shows a first part of the answer, marked as one, or all of it. Of rows: the first ones,
    /// or that there are none.
    void answered(Answer what, bool isWhole = true);
    /// Where somebody who drives the window finds something, in the window, logical pixels.
    void setPlace(const std::string& name, const QRect& place) { m_places[name] = place; }

    std::uint64_t rowsDrawn() const { return m_rows; }
    /// A few words for the overlay, one fact a line.
    QString summary() const;
    /// One object; docs/window.md says what its members mean.
    QString toJson() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    AnswerTimes& times(Answer what) { return m_answers[static_cast<std::size_t>(what)]; }
    void endTurn();

    const std::int64_t m_processBegan; ///< all times here: CLOCK_MONOTONIC, nanoseconds
    MeasuredApplication* m_application = nullptr;
    std::uint64_t m_frames = 0;
    std::uint64_t m_rows = 0;

    std::int64_t m_frameBegan = 0;
    std::int64_t m_cpuOfFrames = 0; ///< of the GUI thread when the last frame ended
    Durations m_paint;
    Durations m_cost;

    FrameGaps m_gaps;
    const ThreadClock m_clock;

    std::int64_t m_turnBegan = 0; ///< CPU time of this thread
    std::int64_t m_longestTurn = 0;

    std::int64_t m_input = 0; ///< the last one began to wait for us
    std::array<AnswerTimes, 3> m_answers; ///< by Answer
    std::optional<std::int64_t> m_jumped;
    bool m_isArrived = false;
    Durations m_jumps;
    std::int64_t m_firstFrame = 0;
    std::int64_t m_firstRows = 0;

    std::map<std::string, QRect> m_places;
    EventSeq m_ceiling{}; ///< of the list as it was painted last
    std::ofstream m_log;
};

} // namespace weir
