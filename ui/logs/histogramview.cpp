// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/histogramview.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTextDocument>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir {

namespace {

constexpr int margin = 2;

} // namespace

HistogramView::HistogramView(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(110);
    setAccessibleName(tr("How many numbers lie where"));
    connect(&m_theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

QSize HistogramView::sizeHint() const
{
    return {m_theme.scaled(260), m_theme.scaled(150)};
}

void HistogramView::setBars(std::vector<ValueHistogram::Bar> bars, bool isPartial)
{
    if (bars.size() != m_bars.size()) {
        m_marked.reset();
        m_hovered.reset();
        m_isDragging = false;
    }
    m_bars = std::move(bars);
    m_isPartial = isPartial;
    update();
}

QRectF HistogramView::barArea() const
{
    const int line = fontMetrics().height();
    return QRectF(rect()).adjusted(margin, line + 4, -margin, -line - 6);
}

double HistogramView::leftOf(std::size_t bar) const
{
    const QRectF area = barArea();
    return std::round(area.left()
                      + area.width() * static_cast<double>(bar)
                          / static_cast<double>(m_bars.size()));
}

std::optional<std::size_t> HistogramView::barAt(double x) const
{
    if (m_bars.empty())
        return {};
    const QRectF area = barArea();
    const double share = std::clamp((x - area.left()) / area.width(), 0.0, 1.0);
    return std::min(m_bars.size() - 1,
                    static_cast<std::size_t>(share * static_cast<double>(m_bars.size())));
}

QString HistogramView::textOf(std::size_t first, std::size_t last) const
{
    std::uint64_t count = 0;
    for (std::size_t i = first; i <= last; ++i)
        count += m_bars[i].count;
    return tr("%1 – %2: %3")
        .arg(valueText(m_bars[first].from), valueText(m_bars[last].to), groupedNumber(count));
}

std::uint64_t HistogramView::highestCount() const
{
    const auto highest = std::ranges::max_element(m_bars, {}, &ValueHistogram::Bar::count);
    return highest == m_bars.end() ? 0 : highest->count;
}

/// What the highest bar stands for.
QString HistogramView::scaleText() const
{
    return tr("max. %1").arg(shortNumber(highestCount()));
}

/// The bar below the mouse: what it stands for, and its share.
bool HistogramView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto& help = *static_cast<QHelpEvent*>(event);
    const auto bar = barAt(help.pos().x());
    if (!bar) {
        QToolTip::hideText();
        return true;
    }
    std::uint64_t all = 0;
    for (const auto& each : m_bars)
        all += each.count;
    const double share = static_cast<double>(m_bars[*bar].count)
        / static_cast<double>(std::max<std::uint64_t>(1, all));
    QToolTip::showText(help.globalPos(),
                       Qt::convertFromPlainText(textOf(*bar, *bar) + QLatin1Char('\n')
                                                + shareText(share)),
                       this);
    return true;
}

void HistogramView::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(this);
    const QRectF area = barArea();
    painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), colors.line);
    if (m_bars.empty())
        return;
    const std::uint64_t highest = std::max<std::uint64_t>(1, highestCount());
    std::pair<std::size_t, std::size_t> marked(1, 0); // none
    if (m_marked)
        marked = std::minmax(m_marked->first, m_marked->second);
    QColor fill = colors.series[0];
    if (m_isPartial)
        fill.setAlpha(130);
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const double left = leftOf(i);
        const double right = std::max(left + 1, leftOf(i + 1) - 1);
        if (i >= marked.first && i <= marked.second)
            painter.fillRect(QRectF(left, area.top(), leftOf(i + 1) - left, area.height()),
                             colors.accentGround);
        if (m_bars[i].count == 0)
            continue;
        const double full = std::max(
            2.0, area.height() * static_cast<double>(m_bars[i].count) / static_cast<double>(highest));
        painter.fillRect(QRectF(left, area.bottom() - full, right - left, full), fill);
    }
    const QRectF head(area.left(), 0, area.width(), area.top() - 2);
    painter.setPen(colors.text3);
    painter.drawText(head, Qt::AlignVCenter | Qt::AlignRight, scaleText());
    painter.setPen(colors.text2);
    if (marked.first <= marked.second)
        painter.drawText(head, Qt::AlignVCenter | Qt::AlignLeft,
                         textOf(marked.first, marked.second));
    else if (m_hovered)
        painter.drawText(head, Qt::AlignVCenter | Qt::AlignLeft, textOf(*m_hovered, *m_hovered));
    painter.setPen(colors.text3);
    const QRectF foot(area.left(), area.bottom() + 3, area.width(), fontMetrics().height());
    painter.drawText(foot, Qt::AlignLeft, valueText(m_bars.front().from));
    painter.drawText(foot, Qt::AlignRight, valueText(m_bars.back().to));
    if (hasFocus()) {
        painter.setPen(colors.accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void HistogramView::setMarked(std::size_t from, std::size_t to)
{
    m_marked = {from, to};
    const auto [first, last] = std::minmax(from, to);
    setAccessibleDescription(textOf(first, last));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
}

void HistogramView::ask()
{
    if (!m_marked)
        return;
    const auto [first, last] = std::minmax(m_marked->first, m_marked->second);
    const double from = m_bars[first].from;
    const double to = m_bars[last].to;
    m_marked.reset();
    update();
    emit boundsWanted(from, to);
}

void HistogramView::mousePressEvent(QMouseEvent* event)
{
    const auto bar = barAt(event->position().x());
    if (event->button() != Qt::LeftButton || !bar)
        return;
    m_isDragging = true;
    setMarked(*bar, *bar);
}

void HistogramView::mouseMoveEvent(QMouseEvent* event)
{
    m_hovered = barAt(event->position().x());
    if (m_isDragging && m_marked && m_hovered)
        setMarked(m_marked->first, *m_hovered);
    update();
}

void HistogramView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && std::exchange(m_isDragging, false))
        ask();
}

void HistogramView::leaveEvent(QEvent*)
{
    m_hovered.reset();
    update();
}

void HistogramView::keyPressEvent(QKeyEvent* event)
{
    const int by = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (by != 0 && !m_bars.empty()) {
        const auto last = static_cast<int>(m_bars.size()) - 1;
        const int at = m_marked ? static_cast<int>(m_marked->second) : (by > 0 ? -1 : last + 1);
        const auto to = static_cast<std::size_t>(std::clamp(at + by, 0, last));
        const bool extends = m_marked && event->modifiers().testFlag(Qt::ShiftModifier);
        setMarked(extends ? m_marked->first : to, to);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        ask();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace weir
