// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "ui/measure/durations.h"

#include <QObject>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

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

    /// There is something new to be shown. A frame soon after the last one that somebody wanted is
    /// one of a movement; others are not asked how late they are.
    void wanted();
    /// A question, because of the input that is being handled.
    void asked();
    /// The next frame shows the first rows that answer it, or that there are none.
    void answered();

    std::uint64_t rowsDrawn() const { return m_rows; }
    /// A few words for the overlay, one fact a line.
    QString summary() const;
    /// One object; docs/window.md says what its members mean.
    QString toJson() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void endTurn();

    const std::int64_t m_processBegan; ///< all times here: CLOCK_MONOTONIC, nanoseconds
    MeasuredApplication* m_application = nullptr;
    std::uint64_t m_frames = 0;
    std::uint64_t m_rows = 0;

    std::int64_t m_frameBegan = 0;
    std::int64_t m_cpuOfFrames = 0; ///< of the GUI thread when the last frame ended
    Durations m_paint;
    Durations m_cost;

    std::int64_t m_presented = 0; ///< the last frame
    std::optional<std::int64_t> m_wanted; ///< first, since then
    Durations m_apart;

    std::int64_t m_turnBegan = 0; ///< CPU time of this thread
    std::int64_t m_longestTurn = 0;

    std::int64_t m_input = 0; ///< the last one began to wait for us
    std::vector<std::int64_t> m_questions; ///< not answered yet: when they were asked
    bool m_isAnswered = false;
    Durations m_answers;
    std::vector<float> m_answerList; ///< milliseconds, the first thousand
    std::optional<std::int64_t> m_jumped;
    bool m_isArrived = false;
    Durations m_jumps;
    std::int64_t m_firstFrame = 0;
    std::int64_t m_firstRows = 0;

    EventSeq m_ceiling{}; ///< of the list as it was painted last
    std::ofstream m_log;
};

} // namespace weir
