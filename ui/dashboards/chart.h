// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/panelsnapshot.h"
#include "ui/models/timescale.h"
#include "ui/models/valueticks.h"
#include "ui/theme/colors.h"

#include <QFont>
#include <QImage>
#include <QRect>

#include <optional>

class QPainter;

namespace weir {

/// Where the parts of a chart are. The room for the value axis is the same in all charts, so that
/// charts above each other share their time axis.
struct ChartGeometry
{
    int axisWidth = 46;
    int legendRow = 20;
    int textHeight = 16; ///< of a label

    QRect plot;
    QRect legend; ///< empty where there is no room for one

    /// `zoom`: per cent.
    static ChartGeometry in(const QRect& area, int legendRows, int zoom);
};

/// What one picture of a chart is made of.
struct ChartLook
{
    const Colors& colors;
    QFont font;
    QString unit;
    int zoom; ///< per cent
    QTimeZone zone; ///< of the times

    int scaled(int pixels) const { return pixels * zoom / 100; }
};

/// The values of all series at all times, rounded out to ticks.
ValueTicks ticksOf(const PanelSnapshot& snapshot, int plotHeight);

/// All lines with their areas, transparent elsewhere; `size` and the scale's width in real pixels.
QImage linesOf(const PanelSnapshot& snapshot, const TimeScale& scale, const ValueTicks& ticks,
               QSize size, const Colors& colors, qreal pixelRatio);

/// Grid lines with the labels of both axes, and the zone of the times where it is not UTC. The scale is as wide as the plot.
void drawAxes(QPainter& painter, const ChartGeometry& geometry, const TimeScale& scale,
              const ValueTicks& ticks, const ChartLook& look);

/// The place of each series in the legend; fewer than series where there is no room for all.
struct LegendItem
{
    std::size_t series = 0;
    QRect swatch;
    QRect name;
    QRect value;
};
std::vector<LegendItem> legendOf(const PanelSnapshot& snapshot, const QRect& area,
                                 const ChartLook& look);

/// What the legend says of a series: its value at the cursor, noValue where it has none there. Without a
/// cursor, and where it stands before or after all that is counted, the newest value.
double legendValue(const PanelSnapshot& snapshot, const SeriesData& series,
                   std::optional<TimePoint> cursor);

} // namespace weir
