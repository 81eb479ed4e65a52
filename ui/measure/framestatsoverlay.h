// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

class QWidget;

namespace weir {

class FrameStats;
class PlainLabel;
class Theme;

/// FrameStats over the upper right corner of the window, while somebody wants to see them.
/// Thread: GUI.
class FrameStatsOverlay final : public QObject
{
    Q_OBJECT

public:
    /// Hidden at first. All outlive it; the window is its parent.
    FrameStatsOverlay(FrameStats& stats, const Theme& theme, QWidget* window);

    void toggle();

private:
    void refresh();

    FrameStats& m_stats;
    PlainLabel* const m_label;
    QTimer m_clock;
};

} // namespace weir
