// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/timeline.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>
#include <numeric>

namespace weir {

namespace {

constexpr int margin = 12;
constexpr int titleHeight = 26;
constexpr int axisHeight = 18;
constexpr int barsHeight = 60;
constexpr int smallestBar = 6; ///< pixels, gap included
constexpr int smallestBrush = 4;

std::uint64_t sum(const SeverityCounts& counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

QPolygonF triangle(double x, double y)
{
    return QPolygonF({QPointF(x - 5, y + 8), QPointF(x + 5, y + 8), QPointF(x, y)});
}

} // namespace

Timeline::Timeline(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Events over time"));
    connect(&m_theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

QSize Timeline::sizeHint() const
{
    return {400, titleHeight + barsHeight + axisHeight};
}

void Timeline::setContent(Content content)
{
    m_content = std::move(content);
    rebuild();
    update();
}

void Timeline::setMarks(std::vector<Mark> marks)
{
    m_marks = std::move(marks);
    update();
}

void Timeline::setCursor(std::optional<TimePoint> time)
{
    if (time == m_cursor)
        return;
    m_cursor = time;
    update();
}

QRect Timeline::barArea() const
{
    return {margin, titleHeight, std::max(1, width() - 2 * margin), barsHeight};
}

TimeScale Timeline::scale() const
{
    return {m_content.range, static_cast<double>(barArea().width())};
}

void Timeline::rebuild()
{
    m_bars = {};
    if (!m_content.all || m_content.range.isEmpty())
        return;
    const Nanoseconds length = m_content.range.to - m_content.range.from;
    // A bucket is a second at least; thinner bars would be holes beside towers.
    const Nanoseconds step =
        std::max(niceStep(length, std::max(1, barArea().width() / smallestBar)),
                 m_content.all->bucketLength());
    // At whole steps, so that a bar keeps its events while the range moves on.
    m_bars.range = alignedTo(m_content.range, step);
    const auto pieces =
        static_cast<std::size_t>((m_bars.range.to - m_bars.range.from).count() / step.count());
    m_bars.all = m_content.all->histogram(m_bars.range, pieces);
    m_bars.matches = m_content.matches == m_content.all
        ? m_bars.all
        : m_content.matches->histogram(m_bars.range, pieces);
    for (const SeverityCounts& counts : m_bars.all)
        m_bars.highest = std::max(m_bars.highest, sum(counts));
}

void Timeline::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(this);
    painter.fillRect(rect(), colors.panel);
    painter.fillRect(0, height() - 1, width(), 1, colors.line);
    painter.setPen(colors.text3);
    const QRect title(margin, 0, width() - 2 * margin, titleHeight);
    painter.drawText(title, Qt::AlignVCenter | Qt::AlignRight, m_content.info);
    paintBars(painter);
    paintAxis(painter);
    paintMarks(painter);
    paintBrush(painter);
}

void Timeline::paintBars(QPainter& painter) const
{
    const QRect area = barArea();
    painter.fillRect(area.left(), area.bottom(), area.width(), 1, m_theme.colors().line);
    if (m_bars.highest == 0)
        return;
    painter.save();
    painter.setClipRect(area);
    const double step = static_cast<double>((m_bars.range.to - m_bars.range.from).count())
        / static_cast<double>(m_bars.all.size());
    for (std::size_t i = 0; i < m_bars.all.size(); ++i) {
        const auto at = [&](std::size_t n) {
            const auto offset =
                Nanoseconds(static_cast<std::int64_t>(step * static_cast<double>(n)));
            return area.left() + scale().xOf(m_bars.range.from + offset);
        };
        const double left = std::round(at(i));
        const double right = std::max(left + 1, std::round(at(i + 1)) - 1);
        paintBar(painter, QRectF(left, area.top(), right - left, area.height() - 1), i);
    }
    painter.restore();
}

void Timeline::paintBar(QPainter& painter, const QRectF& column, std::size_t index) const
{
    const Colors& colors = m_theme.colors();
    const std::uint64_t all = sum(m_bars.all[index]);
    if (all == 0)
        return;
    // A little room above for the marks.
    const double perEvent = (column.height() - 10) / static_cast<double>(m_bars.highest);
    // High enough that the grey of the rest shows below the colour of the few.
    const double full = std::max(3.0, static_cast<double>(all) * perEvent);
    painter.fillRect(QRectF(column.left(), column.bottom() - full, column.width(), full),
                     colors.bar);

    // From the worst at the top downwards, each visible however few: a spike is never hidden.
    constexpr std::array<SeverityClass, 7> order{
        SeverityClass::Fatal, SeverityClass::Error, SeverityClass::Warn, SeverityClass::Info,
        SeverityClass::Debug, SeverityClass::Trace, SeverityClass::None};
    double y = column.bottom() - full;
    for (const SeverityClass severity : order) {
        // Without a filter everything matches: only what is worth a look has a colour.
        if (!m_content.isFiltered && severity < SeverityClass::Warn)
            break;
        const std::uint64_t count = m_bars.matches[index][static_cast<std::size_t>(severity)];
        if (count == 0)
            continue;
        const double height =
            std::min(std::max(1.5, static_cast<double>(count) * perEvent), column.bottom() - y);
        painter.fillRect(QRectF(column.left(), y, column.width(), height), colors.of(severity));
        y += height;
    }
}

void Timeline::paintAxis(QPainter& painter) const
{
    const QRect area = barArea();
    QFont font = m_theme.uiFont();
    font.setPixelSize(11);
    painter.setFont(font);
    painter.setPen(m_theme.colors().text3);
    for (const TimeTick& tick : timeTicks(scale(), 110)) {
        const int x = area.left() + static_cast<int>(scale().xOf(tick.time));
        const int width = painter.fontMetrics().horizontalAdvance(tick.label);
        if (x + width < area.right() + margin)
            painter.drawText(x, area.bottom() + 14, tick.label);
    }
}

void Timeline::paintMarks(QPainter& painter) const
{
    const QRect area = barArea();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colors().error());
    for (const Mark& mark : m_marks) {
        const double x = scale().xOf(mark.at);
        if (x >= 0 && x <= area.width())
            painter.drawPolygon(triangle(area.left() + x, area.top() - 1));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (!m_cursor)
        return;
    const double x = scale().xOf(*m_cursor);
    if (x < 0 || x > area.width())
        return;
    painter.setPen(QPen(m_theme.colors().text2, 1, Qt::DotLine));
    const int at = area.left() + static_cast<int>(x);
    painter.drawLine(at, area.top(), at, area.bottom());
}

void Timeline::paintBrush(QPainter& painter) const
{
    if (!m_brushFrom)
        return;
    const Colors& colors = m_theme.colors();
    const auto [left, right] = std::minmax(*m_brushFrom, m_brushTo);
    QColor ground = colors.accent;
    ground.setAlpha(48);
    painter.fillRect(left, titleHeight, right - left, barsHeight, ground);
    painter.fillRect(left, titleHeight, 1, barsHeight, colors.accent);
    painter.fillRect(right, titleHeight, 1, barsHeight, colors.accent);
}

void Timeline::resizeEvent(QResizeEvent*)
{
    rebuild();
}

void Timeline::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_brushFrom = static_cast<int>(event->position().x());
    m_brushTo = *m_brushFrom;
}

void Timeline::mouseMoveEvent(QMouseEvent* event)
{
    const int x = static_cast<int>(event->position().x());
    if (m_brushFrom) {
        m_brushTo = std::clamp(x, margin, width() - margin);
        update();
        return;
    }
    if (barArea().adjusted(0, 0, 0, axisHeight).contains(event->position().toPoint()))
        emit cursorMoved(scale().timeAt(x - barArea().left()));
    else
        emit cursorMoved({});
}

void Timeline::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_brushFrom)
        return;
    const int left = std::min(*m_brushFrom, m_brushTo);
    const int right = std::max(*m_brushFrom, m_brushTo);
    m_brushFrom.reset();
    update();
    if (right - left >= smallestBrush)
        emit rangeMarked(
            {scale().timeAt(left - barArea().left()), scale().timeAt(right - barArea().left())});
}

void Timeline::mouseDoubleClickEvent(QMouseEvent*)
{
    emit backWanted();
}

void Timeline::leaveEvent(QEvent*)
{
    emit cursorMoved({});
}

} // namespace weir
