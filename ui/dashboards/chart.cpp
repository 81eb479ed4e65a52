// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/chart.h"

#include "ui/dashboards/columnraster.h"
#include "ui/models/panelunit.h"
#include "ui/widgets/tabulartext.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr double lineWidth = 1.5;

QColor seriesColor(const Colors& colors, int index)
{
    return colors.series[static_cast<std::size_t>(index) % colors.series.size()];
}

QString axisText(double value, const QString& unit)
{
    const bool isFree = unit != QLatin1String("ms") && unit != QLatin1String("s")
        && unit != QLatin1String("percent") && unit != QLatin1String("bytes");
    return unitText(value, isFree ? QString() : unit).together(); // the panel's head names the rest
}

} // namespace

ChartGeometry ChartGeometry::in(const QRect& area, int legendRows)
{
    ChartGeometry geometry;
    const int below = timeAxisHeight + legendRows * legendRow;
    geometry.plot = area.adjusted(axisWidth, 4, -8, -below);
    geometry.legend = QRect(area.left() + 10, area.bottom() + 1 - legendRows * legendRow - 2,
                            area.width() - 20, legendRows * legendRow);
    return geometry;
}

ValueTicks ticksOf(const PanelSnapshot& snapshot, int plotHeight)
{
    double low = 0;
    double high = 0;
    for (const SeriesData& series : snapshot.series) {
        for (std::size_t i = 0; i < series.high.size(); ++i) {
            low = std::fmin(low, series.low[i]);
            high = std::fmax(high, series.high[i]);
        }
    }
    return valueTicks(low, high, std::clamp(plotHeight / 48, 1, 6));
}

QImage linesOf(const PanelSnapshot& snapshot, const TimeScale& scale, const ValueTicks& ticks,
               QSize size, const Colors& colors, qreal pixelRatio)
{
    QImage picture(size, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    const ValueScale values{ticks.low, ticks.high, static_cast<double>(size.height())};
    std::vector<std::pair<std::vector<ColumnRange>, QColor>> lines;
    for (const SeriesData& series : snapshot.series) {
        lines.emplace_back(
            columnRanges(snapshot.grid, series.low, series.high, scale, size.width()),
            seriesColor(colors, series.color));
    }
    // Many areas above each other would be fog.
    if (lines.size() <= 4) {
        for (const auto& [columns, color] : lines) {
            QColor light = color;
            light.setAlphaF(0.13F);
            fillColumns(picture, columns, values, light);
        }
    }
    for (const auto& [columns, color] : lines)
        drawColumns(picture, columns, values, color, lineWidth * pixelRatio);
    picture.setDevicePixelRatio(pixelRatio);
    return picture;
}

void drawAxes(QPainter& painter, const ChartGeometry& geometry, const TimeScale& scale,
              const ValueTicks& ticks, const ChartLook& look)
{
    const QRect& plot = geometry.plot;
    const QFontMetrics metrics(look.font);
    const ValueScale values{ticks.low, ticks.high, static_cast<double>(plot.height() - 1)};
    painter.setFont(look.font);
    for (const double tick : ticks.at) {
        const int y = plot.top() + static_cast<int>(std::lround(values.yOf(tick)));
        painter.fillRect(plot.left(), y, plot.width(), 1, look.colors.line);
        const QString text = axisText(tick, look.unit);
        const QRect label(plot.left() - ChartGeometry::axisWidth, y - 8,
                          ChartGeometry::axisWidth - 8, 16);
        painter.setPen(look.colors.text3);
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter, text);
    }
    int free = plot.left() - ChartGeometry::axisWidth;
    for (const TimeTick& tick : timeTicks(scale, 90)) {
        const int width = metrics.horizontalAdvance(tick.label) + 2;
        const int x = plot.left() + static_cast<int>(std::lround(scale.xOf(tick.time)));
        const int left = std::min(x - width / 2, plot.right() + 8 - width);
        if (left < free)
            continue;
        painter.drawText(QRect(left, plot.bottom() + 5, width, 16), Qt::AlignCenter, tick.label);
        free = left + width + 12;
    }
}

std::vector<LegendItem> legendOf(const PanelSnapshot& snapshot, const QRect& area,
                                 const ChartLook& look)
{
    std::vector<LegendItem> items;
    const QFontMetrics metrics(look.font);
    int x = area.left();
    int y = area.top();
    for (std::size_t i = 0; i < snapshot.series.size(); ++i) {
        const SeriesData& series = snapshot.series[i];
        double highest = 0;
        for (const double value : series.high)
            highest = std::fmax(highest, value);
        // Room for the largest value of the line: what follows stays where it is.
        const int valueWidth =
            std::max(tabularWidth(metrics, unitText(highest, look.unit).together()),
                     tabularWidth(metrics, unitText(series.last, look.unit).together()))
            + 4;
        const int nameWidth = std::min(metrics.horizontalAdvance(series.name) + 1, 180);
        const int width = 18 + nameWidth + 6 + valueWidth;
        if (x + width > area.right() + 1 && x > area.left()) {
            x = area.left();
            y += ChartGeometry::legendRow;
        }
        if (y + ChartGeometry::legendRow > area.bottom() + 1)
            break;
        const int middle = y + ChartGeometry::legendRow / 2;
        items.push_back({i, QRect(x, middle - 1, 10, 2),
                         QRect(x + 16, y, nameWidth, ChartGeometry::legendRow),
                         QRect(x + 16 + nameWidth + 6, y, valueWidth, ChartGeometry::legendRow)});
        x += width + 12;
    }
    return items;
}

double valueAt(const PanelSnapshot& snapshot, const SeriesData& series, TimePoint time)
{
    const SeriesGrid& grid = snapshot.grid;
    if (time < grid.first || time >= grid.end())
        return noValue;
    const auto cell = static_cast<std::size_t>((time - grid.first) / grid.step);
    return cell < series.high.size() ? series.high[cell] : noValue;
}

} // namespace weir
