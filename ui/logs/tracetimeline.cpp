// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/tracetimeline.h"

#include "ui/models/eventlines.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace weir {

namespace {

constexpr int margin = 14;
constexpr int laneHeight = 24;
constexpr int dot = 7;
constexpr int scaleHeight = 18;
constexpr std::size_t mostLanes = 12; ///< the last takes all other services

} // namespace

TraceTimeline::TraceTimeline(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("The trace over time, by service"));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void TraceTimeline::setLines(std::vector<EventLine> lines, std::optional<EventSeq> current)
{
    m_lines = std::move(lines);
    m_current = current;
    m_lanes.clear();
    m_laneOf.clear();
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        auto lane = std::ranges::find(m_lanes, m_lines[i].service, &Lane::service);
        if (lane == m_lanes.end() && m_lanes.size() < mostLanes) {
            m_lanes.push_back({m_lines[i].service, {}, {}});
            lane = m_lanes.end() - 1;
        } else if (lane == m_lanes.end()) {
            lane = m_lanes.end() - 1;
            lane->service = tr("other services");
        }
        lane->lines.push_back(i);
        lane->worst = std::max(lane->worst, m_lines[i].severity);
        m_laneOf.push_back(static_cast<std::size_t>(lane - m_lanes.begin()));
    }
    QStringList words;
    for (const Lane& lane : m_lanes)
        words << tr("%1: %2").arg(lane.service,
                                  eventsText(lane.lines.size(), groupedNumber(lane.lines.size())));
    setAccessibleDescription(words.join(QLatin1String(", ")));
    updateGeometry();
    update();
}

void TraceTimeline::mark(EventSeq seq)
{
    m_current = seq;
    update();
}

QStringList TraceTimeline::services() const
{
    QStringList services;
    for (const Lane& lane : m_lanes)
        services << lane.service;
    return services;
}

QSize TraceTimeline::sizeHint() const
{
    return {m_theme.scaled(200),
            static_cast<int>(m_lanes.size()) * m_theme.scaled(laneHeight)
                + m_theme.scaled(scaleHeight + 6)};
}

int TraceTimeline::nameWidth() const
{
    const QFontMetrics metrics(m_theme.uiFont());
    int widest = 0;
    for (const Lane& lane : m_lanes)
        widest = std::max(widest, metrics.horizontalAdvance(lane.service));
    return std::min(widest + 12, std::max(60, width() / 3));
}

int TraceTimeline::laneTop(std::size_t lane) const
{
    return 4 + static_cast<int>(lane) * m_theme.scaled(laneHeight);
}

int TraceTimeline::xOf(TimePoint time) const
{
    const int left = m_theme.scaled(margin + dot) + nameWidth();
    const int room = std::max(1, width() - left - m_theme.scaled(margin + dot));
    const auto whole = (m_lines.back().key.time - m_lines.front().key.time).count();
    if (whole <= 0)
        return left;
    const auto part = (time - m_lines.front().key.time).count();
    return left + static_cast<int>(double(room) * double(part) / double(whole));
}

QPoint TraceTimeline::dotOf(std::size_t line) const
{
    return {xOf(m_lines[line].key.time), laneTop(m_laneOf[line]) + m_theme.scaled(laneHeight) / 2};
}

void TraceTimeline::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_lines.empty())
        return;
    for (std::size_t i = 0; i < m_lanes.size(); ++i)
        paintLane(painter, m_lanes[i], laneTop(i));
    const Colors& colors = m_theme.colors();
    painter.setFont(m_theme.uiFont());
    painter.setPen(colors.text3);
    const int left = m_theme.scaled(margin) + nameWidth();
    const QRect scale(left, laneTop(m_lanes.size()), width() - left - m_theme.scaled(margin),
                      m_theme.scaled(scaleHeight));
    painter.drawText(scale, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
    painter.drawText(
        scale, Qt::AlignRight | Qt::AlignVCenter,
        QString::fromStdString(formatDuration(std::chrono::ceil<std::chrono::microseconds>(
            m_lines.back().key.time - m_lines.front().key.time))));
}

void TraceTimeline::paintLane(QPainter& painter, const Lane& lane, int top) const
{
    const Colors& colors = m_theme.colors();
    painter.setFont(m_theme.uiFont());
    painter.setPen(colors.text2);
    const QRect name(m_theme.scaled(margin), top, nameWidth() - 8, m_theme.scaled(laneHeight));
    painter.drawText(
        name, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(lane.service, Qt::ElideRight, name.width()));
    const int middle = top + m_theme.scaled(laneHeight) / 2;
    const int first = xOf(m_lines[lane.lines.front()].key.time);
    const int last = xOf(m_lines[lane.lines.back()].key.time);
    painter.fillRect(QRect(first, middle - 2, std::max(1, last - first), 4), colors.strongLine);
    painter.setPen(Qt::NoPen);
    for (const std::size_t i : lane.lines) {
        const bool isCurrent = m_current == m_lines[i].key.seq;
        const QPoint center = dotOf(i);
        if (isCurrent) {
            painter.setBrush(colors.accent);
            painter.drawEllipse(center, m_theme.scaled(dot) - 1, m_theme.scaled(dot) - 1);
        }
        painter.setBrush(colors.markOf(m_lines[i].severity));
        painter.drawEllipse(center, m_theme.scaled(dot) / 2, m_theme.scaled(dot) / 2);
    }
}

/// The nearest in the lane under the pointer; null beside the lanes.
const EventLine* TraceTimeline::lineAt(const QPoint& point) const
{
    const int lane = (point.y() - laneTop(0)) / m_theme.scaled(laneHeight);
    if (point.y() < laneTop(0) || lane >= static_cast<int>(m_lanes.size()))
        return nullptr;
    const auto& lines = m_lanes[static_cast<std::size_t>(lane)].lines;
    const auto nearest = std::ranges::min_element(lines, {}, [&](std::size_t i) {
        return std::abs(dotOf(i).x() - point.x());
    });
    return &m_lines[*nearest];
}

void TraceTimeline::mousePressEvent(QMouseEvent* event)
{
    const EventLine* const line = lineAt(event->position().toPoint());
    if (line == nullptr || event->button() != Qt::LeftButton)
        return;
    const EventLine copy = *line; // answering may replace the lines
    emit chosen(copy);
}

bool TraceTimeline::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const EventLine* const line = lineAt(help->pos());
    // Escaped: a tool tip that looks like markup would be read as such.
    if (line != nullptr)
        QToolTip::showText(help->globalPos(),
                           QLatin1String("<p>") + lineText(*line, m_zone).toHtmlEscaped()
                               + QLatin1String("</p>"),
                           this);
    return true;
}

} // namespace weir
