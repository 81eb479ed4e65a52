// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/chart.h"

#include "ui/dashboards/columnraster.h"
#include "ui/models/panelunit.h"
#include "ui/models/zones.h"
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

ChartGeometry ChartGeometry::in(const QRect& area, int legendRows, int zoom)
{
    const auto scaled = [zoom](int pixels) { return pixels * zoom / 100; };
    ChartGeometry geometry;
    geometry.axisWidth = scaled(geometry.axisWidth);
    geometry.legendRow = scaled(geometry.legendRow);
    geometry.textHeight = scaled(geometry.textHeight);
    const int legend = legendRows * geometry.legendRow;
    geometry.plot =
        area.adjusted(geometry.axisWidth, scaled(4), -scaled(8), -scaled(20) - legend);
    geometry.legend = QRect(area.left() + scaled(10), area.bottom() - 1 - legend,
                            area.width() - scaled(20), legend);
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
        const QRect label(plot.left() - geometry.axisWidth, y - geometry.textHeight / 2,
                          geometry.axisWidth - look.scaled(8), geometry.textHeight);
        painter.setPen(look.colors.text3);
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter, text);
    }
    int free = plot.left() - geometry.axisWidth;
    const int below = plot.bottom() + look.scaled(5);
    if (const QString zone = offsetText(scale.range.to, look.zone); !zone.isEmpty()) {
        const int width = metrics.horizontalAdvance(zone) + 2;
        free += look.scaled(6);
        painter.setPen(look.colors.text3);
        painter.drawText(QRect(free, below, width, geometry.textHeight), Qt::AlignCenter, zone);
        free += width + look.scaled(6);
    }
    for (const TimeTick& tick : timeTicks(scale, look.scaled(90), look.zone)) {
        const int width = metrics.horizontalAdvance(tick.label) + 2;
        const int x = plot.left() + static_cast<int>(std::lround(scale.xOf(tick.time)));
        const int left = std::min(x - width / 2, plot.right() + look.scaled(8) - width);
        if (left < free)
            continue;
        painter.drawText(QRect(left, below, width, geometry.textHeight),
                         Qt::AlignCenter, tick.label);
        free = left + width + look.scaled(12);
    }
}

std::vector<LegendItem> legendOf(const PanelSnapshot& snapshot, const QRect& area,
                                 const ChartLook& look)
{
    std::vector<LegendItem> items;
    const QFontMetrics metrics(look.font);
    const int row = look.scaled(20);
    const int gap = look.scaled(6);
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
        const int nameWidth =
            std::min(metrics.horizontalAdvance(series.name) + 1, look.scaled(180));
        const int width = 3 * gap + nameWidth + gap + valueWidth;
        if (x + width > area.right() + 1 && x > area.left()) {
            x = area.left();
            y += row;
        }
        if (y + row > area.bottom() + 1)
            break;
        const int name = x + look.scaled(16);
        items.push_back({i, QRect(x, y + row / 2 - 1, look.scaled(10), look.scaled(2)),
                         QRect(name, y, nameWidth, row),
                         QRect(name + nameWidth + gap, y, valueWidth, row)});
        x += width + 2 * gap;
    }
    return items;
}

double legendValue(const PanelSnapshot& snapshot, const SeriesData& series,
                   std::optional<TimePoint> cursor)
{
    const SeriesGrid& grid = snapshot.grid;
    if (!cursor || *cursor < grid.first || *cursor >= grid.end())
        return series.last;
    const auto cell = static_cast<std::size_t>((*cursor - grid.first) / grid.step);
    return cell < series.high.size() ? series.high[cell] : noValue;
}

} // namespace weir
