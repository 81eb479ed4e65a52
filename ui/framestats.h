// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QObject>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>

namespace weir {

/// Measures the window: how long frames take to paint, how long the GUI thread runs in one go, and,
/// for the latency bench, what each frame was the first to show. Costs a few clock reads a frame.
/// Thread: GUI.
class FrameStats final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameStats)

public:
    explicit FrameStats(QObject* parent = nullptr);

    /// One line `CEILING NANOSECONDS` a frame from now on. False when the file cannot be written.
    bool logTo(const std::filesystem::path& file);

    /// Around the window's own painting, flush included.
    void beginFrame();
    void endFrame();
    /// Within a frame: the log list has painted this many rows, of a view with this ceiling.
    void painted(std::size_t rows, EventSeq ceiling);

    std::uint64_t rowsDrawn() const { return m_rows; }
    /// `{"frames":N,"rows_drawn":N,"paint_ms_p50":X,"paint_ms_p99":X,"paint_ms_max":X,
    /// "gui_longest_turn_cpu_ms":X}`
    QString toJson() const;

private:
    void endTurn();
    double percentile(double share) const;

    static constexpr double binMs = 0.1;
    std::array<std::uint64_t, 2000> m_paintBins{}; ///< by binMs; the last one is "and longer"
    std::uint64_t m_frames = 0;
    std::uint64_t m_rows = 0;
    std::int64_t m_frameBegan = 0;
    double m_longestPaint = 0;
    std::int64_t m_turnBegan = 0; ///< CPU time of this thread
    std::int64_t m_longestTurn = 0;
    EventSeq m_ceiling{}; ///< of the list as it was painted last
    std::ofstream m_log;
};

} // namespace weir
