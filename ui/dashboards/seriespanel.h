// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dashboards/chart.h"
#include "ui/dashboards/panelframe.h"

#include <QTimer>

namespace weir {

/// Lines over time with a legend. The cursor is the window's: hovering here marks the time in every
/// chart. Dragging marks a range for all pages, the wheel zooms about the mouse, with Shift it moves; a
/// double click goes back.
class SeriesPanel final : public PanelFrame
{
    Q_OBJECT

public:
    SeriesPanel(const PageContext& context, const PanelConfig& config, QWidget* parent);

    bool movesWithTime() const override { return true; }

protected:
    void paintContent(QPainter& painter, const QRect& area, const PanelSnapshot& shown) override;
    QString subtitle(const PanelSnapshot& shown) const override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Picture
    {
        PanelSnapshotPtr of; ///< kept, so that no other takes its address
        TimeRange range;
        QSize size;
        const Colors* colors = nullptr;
        QImage image;
    };

    ChartLook look() const;
    ChartGeometry geometry() const;
    TimeScale timeScale(const QRect& plot) const;
    const QImage& picture(const TimeScale& scale, const ValueTicks& ticks, const QRect& plot);
    void paintCursor(QPainter& painter, const ChartGeometry& geometry, const TimeScale& scale);
    void paintLegend(QPainter& painter, const ChartGeometry& geometry);

    Picture m_picture;
    std::optional<TimeRange> m_preview; ///< by the wheel, on its way to become the range
    QTimer m_previewEnds;
    std::optional<int> m_brushFrom; ///< x where the mouse was pressed
    int m_brushTo = 0;
};

} // namespace weir
