// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/seriespanel.h"

#include "ui/models/format.h"
#include "ui/models/panelunit.h"
#include "ui/models/rangezoom.h"
#include "ui/models/visiblerange.h"
#include "ui/models/zones.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tabulartext.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir {

namespace {

/// Less is a click with an unsteady hand.
constexpr int leastBrush = 4;
constexpr int previewTime = 150; ///< ms after the last turn of the wheel

} // namespace

SeriesPanel::SeriesPanel(const PageContext& context, const PanelConfig& config, QWidget* parent)
    : PanelFrame(context, config, parent)
{
    setMouseTracking(true);
    connect(&context.range, &VisibleRange::cursorChanged, this, qOverload<>(&QWidget::update));
    connect(&context.range, &VisibleRange::zoneChanged, this, qOverload<>(&QWidget::update));
    m_previewEnds.setSingleShot(true);
    m_previewEnds.setInterval(previewTime);
    connect(&m_previewEnds, &QTimer::timeout, this, [this] {
        if (const auto range = std::exchange(m_preview, {}))
            this->context().range.setFixed(*range);
    });
}

ChartLook SeriesPanel::look() const
{
    return {context().theme.colors(), smallFont(), unit(), context().theme.zoom(),
            context().range.zone()};
}

ChartGeometry SeriesPanel::geometry() const
{
    const Theme& theme = context().theme;
    const int most = height() < theme.scaled(130) ? 0
        : height() < theme.scaled(220)              ? 1
        : height() < theme.scaled(420)              ? 2
                                                    : 3;
    for (int rows = shown().series.empty() ? 0 : 1; rows < most; ++rows) {
        const ChartGeometry tight = ChartGeometry::in(contentArea(), rows, theme.zoom());
        if (legendOf(shown(), tight.legend, look()).size() == shown().series.size())
            return tight;
    }
    return ChartGeometry::in(contentArea(), shown().series.empty() ? 0 : most, theme.zoom());
}

TimeScale SeriesPanel::timeScale(const QRect& plot) const
{
    if (m_preview)
        return {*m_preview, static_cast<double>(plot.width())};
    TimeRange range = context().range.drawnFrom(shown().oldest);
    if (range.from == TimePoint::min())
        range.from =
            shown().grid.cells > 0 ? shown().grid.first : range.to - std::chrono::minutes(15);
    const int pixels = std::max(1, static_cast<int>(plot.width() * devicePixelRatioF()));
    const Nanoseconds pixel = (range.to - range.from) / pixels;
    if (!context().range.isFixed() && pixel.count() > 0) {
        // In steps of a pixel: else a spike flickers between two columns as time goes by.
        const Nanoseconds rest(nanosecondsOf(range.to) % pixel.count());
        range.to -= rest;
        range.from -= rest;
    }
    return {range, static_cast<double>(plot.width())};
}

QString SeriesPanel::subtitle(const PanelSnapshot& shown) const
{
    const QString reading = PanelFrame::subtitle(shown);
    if (!reading.isEmpty() || shown.window.count() == 0)
        return reading;
    const QString what = shown.isRate ? tr("per second") : shown.function;
    QString text = what + tr(" · %1 steps").arg(durationText(shown.window));
    if (shown.hiddenSeries > 0)
        text += tr(" · %1 more series not drawn").arg(groupedNumber(shown.hiddenSeries));
    if (shown.isOutOfMemory)
        text += tr(" · too much for memory, not all of it counted");
    else if (shown.isOverfull)
        text += tr(" · too many label sets, the rest as one");
    return text;
}

const QImage& SeriesPanel::picture(const TimeScale& scale, const ValueTicks& ticks,
                                   const QRect& plot)
{
    const QSize size = plot.size() * devicePixelRatioF();
    const Colors* colors = &context().theme.colors();
    if (m_picture.of != snapshot() || m_picture.range != scale.range || m_picture.size != size
        || m_picture.colors != colors) {
        m_picture.of = snapshot();
        m_picture.range = scale.range;
        m_picture.size = size;
        m_picture.colors = colors;
        m_picture.image = linesOf(shown(), scale, ticks, size, *colors, devicePixelRatioF());
    }
    return m_picture.image;
}

void SeriesPanel::paintContent(QPainter& painter, const QRect& area, const PanelSnapshot& shown)
{
    Q_UNUSED(area)
    const ChartGeometry g = geometry();
    if (g.plot.width() < 20 || g.plot.height() < 20)
        return;
    const TimeScale scale = timeScale(g.plot);
    const ValueTicks ticks = ticksOf(shown, g.plot.height());
    drawAxes(painter, g, scale, ticks, look());
    if (hasAnswer() && shown.series.empty() && shown.isComplete) {
        painter.setPen(context().theme.colors().text3);
        painter.drawText(g.plot, Qt::AlignCenter, tr("No events in this range."));
    } else {
        painter.drawImage(g.plot.topLeft(), picture(scale, ticks, g.plot));
    }
    paintCursor(painter, g, scale);
    paintLegend(painter, g);
}

void SeriesPanel::paintCursor(QPainter& painter, const ChartGeometry& geometry,
                              const TimeScale& scale)
{
    const Colors& colors = context().theme.colors();
    const QRect& plot = geometry.plot;
    if (m_brushFrom) {
        QColor tint = colors.accent;
        tint.setAlphaF(0.18F);
        const QRect brush =
            QRect(QPoint(*m_brushFrom, plot.top()), QPoint(m_brushTo, plot.bottom())).normalized();
        painter.fillRect(brush & plot, tint);
    }
    const auto cursor = context().range.cursor();
    if (!cursor || !scale.range.contains(*cursor))
        return;
    const int x = plot.left() + static_cast<int>(std::lround(scale.xOf(*cursor)));
    painter.setPen(QPen(colors.text2, 1, Qt::DotLine));
    painter.drawLine(x, plot.top(), x, plot.bottom());

    const QTimeZone& zone = context().range.zone();
    const int digits = shown().window < std::chrono::seconds(1) ? 3 : 0;
    const QString text = clockText(*cursor, zone, digits) + offsetSuffix(*cursor, zone);
    painter.setFont(smallFont());
    const int width = QFontMetrics(smallFont()).horizontalAdvance(text) + 12;
    const int left =
        std::clamp(x - width / 2, plot.left(), std::max(plot.left(), plot.right() + 8 - width));
    const QRect chip(left, plot.bottom() + 3, width, look().scaled(17));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.strongLine);
    painter.setBrush(colors.raised);
    painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(colors.text);
    painter.drawText(chip, Qt::AlignCenter, text);
}

void SeriesPanel::paintLegend(QPainter& painter, const ChartGeometry& geometry)
{
    if (geometry.legend.isEmpty())
        return;
    const Colors& colors = context().theme.colors();
    const auto cursor = context().range.cursor();
    const QFontMetrics metrics(smallFont());
    QFont bold = smallFont();
    bold.setWeight(QFont::DemiBold);
    const auto items = legendOf(shown(), geometry.legend, look());
    for (const LegendItem& item : items) {
        const SeriesData& series = shown().series[item.series];
        painter.fillRect(
            item.swatch,
            colors.series[static_cast<std::size_t>(series.color) % colors.series.size()]);
        painter.setFont(smallFont());
        painter.setPen(colors.text2);
        painter.drawText(item.name.adjusted(0, 0, 4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(series.name, Qt::ElideRight, item.name.width()));
        painter.setFont(bold);
        painter.setPen(colors.text);
        drawTabular(painter, item.value,
                    unitText(legendValue(shown(), series, cursor), unit()).together());
    }
    if (items.size() < shown().series.size() && !items.empty()) {
        painter.setFont(smallFont());
        painter.setPen(colors.text3);
        painter.drawText(
            geometry.legend.adjusted(0, geometry.legend.height() - geometry.legendRow, 0, 0),
            Qt::AlignRight | Qt::AlignVCenter, tr("+%1").arg(shown().series.size() - items.size()));
    }
}

void SeriesPanel::mouseMoveEvent(QMouseEvent* event)
{
    const ChartGeometry g = geometry();
    const int x = event->pos().x();
    if (m_brushFrom) {
        m_brushTo = x;
        update();
    }
    if (x < g.plot.left() || x > g.plot.right()) {
        context().range.setCursor({});
        return;
    }
    context().range.setCursor(timeScale(g.plot).timeAt(x - g.plot.left()));
}

void SeriesPanel::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !geometry().plot.contains(event->pos()))
        return;
    m_brushFrom = event->pos().x();
    m_brushTo = *m_brushFrom;
}

void SeriesPanel::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_brushFrom || event->button() != Qt::LeftButton)
        return;
    const ChartGeometry g = geometry();
    const int from = std::min(*m_brushFrom, event->pos().x());
    const int to = std::max(*m_brushFrom, event->pos().x());
    m_brushFrom.reset();
    update();
    if (to - from < leastBrush)
        return;
    const TimeScale scale = timeScale(g.plot);
    context().range.setFixed(
        {scale.timeAt(from - g.plot.left()), scale.timeAt(to - g.plot.left())});
}

void SeriesPanel::wheelEvent(QWheelEvent* event)
{
    const QRect plot = geometry().plot;
    // With Alt or Shift some platforms give the turn as one to the side.
    const QPoint turned = event->angleDelta();
    const double notches = (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
    if (notches == 0 || !plot.contains(event->position().toPoint())) {
        event->ignore(); // scrolls the page
        return;
    }
    const TimeScale scale = timeScale(plot);
    m_preview = turnedByWheel(scale.range, scale.timeAt(event->position().x() - plot.left()), notches,
                              event->modifiers().testFlag(Qt::ShiftModifier));
    m_previewEnds.start();
    update();
    event->accept();
}

void SeriesPanel::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        context().range.goBack();
}

void SeriesPanel::leaveEvent(QEvent* event)
{
    PanelFrame::leaveEvent(event);
    context().range.setCursor({});
}

} // namespace weir
