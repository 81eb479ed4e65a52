// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/statpanel.h"

#include "ui/dashboards/columnraster.h"
#include "ui/models/format.h"
#include "ui/models/panelunit.h"
#include "ui/models/visiblerange.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tabulartext.h"

#include <QPainter>

#include <cmath>

namespace weir {

namespace {

void addTo(double& sum, double value)
{
    if (!std::isnan(value))
        sum = std::isnan(sum) ? value : sum + value;
}

/// All series of a panel as one line. Precondition: they may be added, or there is one.
SeriesData sumOf(const PanelSnapshot& snapshot)
{
    SeriesData sum;
    sum.low.assign(snapshot.grid.cells, noValue);
    sum.high.assign(snapshot.grid.cells, noValue);
    for (const SeriesData& series : snapshot.series) {
        for (std::size_t i = 0; i < snapshot.grid.cells; ++i) {
            addTo(sum.low[i], series.low[i]);
            addTo(sum.high[i], series.high[i]);
        }
    }
    return sum;
}

} // namespace

StatPanel::StatPanel(const PageContext& context, const PanelConfig& config, int number,
                     QWidget* parent)
    : PanelFrame(context, config, parent)
    , m_number(number)
{
}

QString StatPanel::subtitle(const PanelSnapshot& shown) const
{
    const QString reading = PanelFrame::subtitle(shown);
    if (!reading.isEmpty() || shown.window.count() == 0)
        return reading;
    if (!shown.isWholeRange)
        return tr("last %1").arg(durationText(shown.window));
    const VisibleRange& range = context().range;
    if (range.isFixed())
        return tr("marked range");
    return range.length() ? tr("last %1").arg(durationText(*range.length())) : tr("everything");
}

void StatPanel::paintContent(QPainter& painter, const QRect& area, const PanelSnapshot& shown)
{
    const int figureHeight = std::min(context().theme.scaled(44), area.height());
    paintFigure(painter, area.adjusted(context().theme.scaled(12), 0, -context().theme.scaled(12),
                              figureHeight - area.height()),
                shown);
    const QRect line = area.adjusted(0, figureHeight + 6, 0, 0);
    if (line.height() >= 16)
        paintSparkline(painter, line, shown);
}

void StatPanel::paintFigure(QPainter& painter, const QRect& area, const PanelSnapshot& shown)
{
    const Colors& colors = context().theme.colors();
    const UnitText text = unitText(shown.value, unit());
    QFont large = context().theme.uiFont();
    large.setPixelSize(std::clamp(area.height() * 7 / 10, context().theme.scaled(14), context().theme.scaled(30)));
    large.setWeight(QFont::DemiBold);
    painter.setFont(large);
    painter.setPen(colors.text);
    drawTabular(painter, area, text.figure);

    const int x = area.left() + tabularWidth(QFontMetrics(large), text.figure) + 6;
    QFont small = context().theme.uiFont();
    painter.setFont(small);
    painter.setPen(colors.text2);
    const int baseline = (QFontMetrics(large).ascent() - QFontMetrics(small).ascent()) / 2;
    painter.drawText(QRect(x, area.top() + baseline, area.right() - x, area.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text.unit);
}

void StatPanel::paintSparkline(QPainter& painter, const QRect& area, const PanelSnapshot& shown)
{
    const bool isUnread = shown.series.empty() && !shown.isComplete;
    const bool isOneLine = shown.isAdditive || shown.series.size() == 1;
    if (shown.grid.cells < 2 || isUnread || !isOneLine)
        return;
    const qreal ratio = devicePixelRatioF();
    QImage picture(area.size() * ratio, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    const SeriesData sum = sumOf(shown);
    double highest = 0;
    for (const double value : sum.high)
        highest = std::fmax(highest, value);
    TimeRange range = context().range.drawnFrom(shown.oldest);
    if (range.from == TimePoint::min())
        range.from = shown.grid.first;
    const TimeScale scale{range, static_cast<double>(picture.width())};
    // A little room above, so that the highest point is a line too.
    const ValueScale values{0, highest > 0 ? highest * 1.06 : 1,
                            static_cast<double>(picture.height())};
    const auto columns = columnRanges(shown.grid, sum.low, sum.high, scale, picture.width());
    const auto& series = context().theme.colors().series;
    const QColor color = series[static_cast<std::size_t>(m_number) % series.size()];
    QColor light = color;
    light.setAlphaF(0.18F);
    fillColumns(picture, columns, values, light);
    drawColumns(picture, columns, values, color, 1.5 * ratio);
    picture.setDevicePixelRatio(ratio);
    painter.drawImage(area.topLeft(), picture);
}

} // namespace weir
