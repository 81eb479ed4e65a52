// SPDX-License-Identifier: GPL-3.0-or-later
// How a timeline is painted.
#include "ui/logs/timeline.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir {

void Timeline::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(this);
    painter.fillRect(rect(), colors.panel);
    painter.fillRect(0, height() - 1, width(), 1, colors.line);
    painter.setPen(colors.text3);
    if (m_hasTitle) {
        const QRect title(barArea().left(), 0, barArea().width(), titleRoom());
        painter.drawText(title, Qt::AlignVCenter | Qt::AlignRight,
                         painter.fontMetrics().elidedText(m_content.info, Qt::ElideRight,
                                                          title.width()));
    }
    paintMarked(painter);
    paintBars(painter);
    paintUncounted(painter);
    paintScale(painter);
    paintAxis(painter);
    m_marks.paint(painter, scale(), barArea(), colors);
    paintCursor(painter);
    if (hasFocus()) {
        painter.setPen(colors.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -2));
    }
}

void Timeline::paintBars(QPainter& painter) const
{
    const QRect area = barArea();
    painter.fillRect(area.left(), area.bottom(), area.width(), 1, m_theme.colors().line);
    if (m_bars.mostEvents() == 0)
        return;
    painter.save();
    painter.setClipRect(area);
    for (std::size_t i = 0; i < m_bars.count(); ++i) {
        const auto at = [&](std::size_t n) {
            return area.left()
                + scale().xOf(m_bars.range().from + static_cast<std::int64_t>(n) * m_bars.step());
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
    const std::uint64_t all = m_bars.allCount(index);
    if (all == 0)
        return;
    // Room above for the marks, and for what the highest says.
    const double room = column.height() - m_theme.scaled(14);
    const auto heightOf = [room](std::uint64_t count, std::uint64_t most) {
        return room * static_cast<double>(count) / static_cast<double>(most);
    };
    // High enough that the grey of the rest shows below the colour of the few.
    const double grey = std::max(3.0, heightOf(all, m_bars.mostEvents()));
    painter.fillRect(QRectF(column.left(), column.bottom() - grey, column.width(), grey),
                     colors.bar);
    const std::uint64_t matches = m_bars.matchCount(index);
    if (matches == 0)
        return;
    const double full =
        m_content.isFiltered ? std::max(1.5, heightOf(matches, m_bars.mostMatches())) : grey;

    // From the worst at the top downwards, each visible however few: a spike is never hidden.
    constexpr std::array<SeverityClass, 7> order{
        SeverityClass::Fatal, SeverityClass::Error, SeverityClass::Warn, SeverityClass::Info,
        SeverityClass::Debug, SeverityClass::Trace, SeverityClass::None};
    double y = column.bottom() - full;
    for (const SeverityClass severity : order) {
        // Without a filter everything matches: only what is worth a look has a colour.
        if (!m_content.isFiltered && severity < SeverityClass::Warn)
            break;
        const std::uint64_t count = m_bars.matchesOf(index)[static_cast<std::size_t>(severity)];
        if (count == 0)
            continue;
        const double height =
            std::min(std::max(1.5, heightOf(count, m_bars.mostMatches())), column.bottom() - y);
        painter.fillRect(QRectF(column.left(), y, column.width(), height), colors.markOf(severity));
        y += height;
    }
}

/// The newest is counted first, so what is left to count lies at the left.
void Timeline::paintUncounted(QPainter& painter) const
{
    if (m_content.uncountedTo <= shownRange().from)
        return;
    QRect area = barArea();
    const double right = std::min(scale().xOf(m_content.uncountedTo), double(area.width()));
    area.setWidth(std::max(2, static_cast<int>(right)));
    painter.setClipRect(area);
    painter.setPen(QPen(m_theme.colors().text3, 1));
    for (int x = area.left() - area.height(); x < area.right(); x += 8)
        painter.drawLine(x, area.bottom(), x + area.height(), area.top());
    painter.setClipping(false);
}

/// What the height of the bars says, over them at the left.
void Timeline::paintScale(QPainter& painter) const
{
    painter.setFont(m_theme.uiFont(11));
    const QRect area = barArea();
    const QFontMetrics metrics = painter.fontMetrics();
    const QString text =
        metrics.elidedText(m_bars.scaleText(), Qt::ElideRight, area.width() - 8);
    if (text.isEmpty())
        return;
    const QRect place(area.left(), area.top(), metrics.horizontalAdvance(text) + m_theme.scaled(6),
                      metrics.height());
    QColor ground = m_theme.colors().panel;
    ground.setAlpha(200);
    painter.fillRect(place, ground);
    painter.setPen(m_theme.colors().text3);
    painter.drawText(place.adjusted(2, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
}

void Timeline::paintAxis(QPainter& painter) const
{
    const QRect area = barArea();
    painter.setFont(m_theme.uiFont(11));
    painter.setPen(m_theme.colors().text3);
    for (const TimeTick& tick : timeTicks(scale(), m_theme.scaled(110), m_zone)) {
        const int x = area.left() + static_cast<int>(scale().xOf(tick.time));
        const int width = painter.fontMetrics().horizontalAdvance(tick.label);
        if (x + width < area.right() + area.left())
            painter.drawText(x, area.bottom() + m_theme.scaled(14), tick.label);
    }
}

void Timeline::paintCursor(QPainter& painter) const
{
    if (!m_cursor)
        return;
    const QRect area = barArea();
    const double x = scale().xOf(*m_cursor);
    if (x < 0 || x > area.width())
        return;
    painter.setPen(QPen(m_theme.colors().text2, 1, Qt::DotLine));
    const int at = area.left() + static_cast<int>(x);
    painter.drawLine(at, area.top(), at, area.bottom());
}

/// What is being marked, else what is.
void Timeline::paintMarked(QPainter& painter) const
{
    const QRect area = barArea();
    int left = 0;
    int right = 0;
    if (m_brushFrom) {
        left = std::min(*m_brushFrom, m_brushTo);
        right = std::max(*m_brushFrom, m_brushTo);
    } else if (m_content.marked && (!m_preview || m_dragged != Edge::None)) {
        const TimeRange range = m_preview.value_or(*m_content.marked);
        const auto xOf = [&](TimePoint time) {
            return area.left()
                + static_cast<int>(std::clamp(scale().xOf(time), 0.0, double(area.width())));
        };
        left = xOf(range.from);
        right = xOf(range.to);
    } else {
        return;
    }
    const Colors& colors = m_theme.colors();
    QColor ground = colors.accent;
    ground.setAlpha(36);
    painter.fillRect(left, area.top(), right - left, area.height(), ground);
    painter.fillRect(left, area.top(), 1, area.height(), colors.accent);
    painter.fillRect(right, area.top(), 1, area.height(), colors.accent);
}

} // namespace weir
