// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/timelinemarks.h"

#include "ui/models/format.h"

#include <QPainter>
#include <QStringList>

#include <cmath>

namespace weir {

namespace {

constexpr int half = 5; ///< of a shape
constexpr int mostTips = 8;

QPolygonF shapeOf(TimelineMark::Kind kind, double x, double y)
{
    switch (kind) {
    case TimelineMark::Kind::Firing:
        return QPolygonF({{x - half, y + 8}, {x + half, y + 8}, {x, y}});
    case TimelineMark::Kind::Resolved:
        return QPolygonF({{x - half, y}, {x + half, y}, {x, y + 8}});
    case TimelineMark::Kind::Bookmark:
        break;
    }
    return QPolygonF({{x, y - 1}, {x + half, y + 4}, {x, y + 9}, {x - half, y + 4}});
}

QColor colorOf(TimelineMark::Kind kind, const Colors& colors)
{
    switch (kind) {
    case TimelineMark::Kind::Firing:
        return colors.error();
    case TimelineMark::Kind::Resolved:
        return colors.ok;
    case TimelineMark::Kind::Bookmark:
        break;
    }
    return colors.accent;
}

bool isIn(const TimelineMark& mark, const TimeScale& scale)
{
    return mark.at >= scale.range.from && mark.at < scale.range.to;
}

bool touches(const TimelineMark& mark, const QPoint& at, const TimeScale& scale, const QRect& area)
{
    return isIn(mark, scale) && at.y() < area.top() + 12
        && std::abs(area.left() + scale.xOf(mark.at) - at.x()) <= half + 1;
}

} // namespace

void TimelineMarks::paint(QPainter& painter, const TimeScale& scale, const QRect& area,
                          const Colors& colors) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.panel, 1));
    for (const TimelineMark& mark : m_marks) {
        if (!isIn(mark, scale))
            continue;
        painter.setBrush(colorOf(mark.kind, colors));
        painter.drawPolygon(shapeOf(mark.kind, area.left() + scale.xOf(mark.at), area.top() - 1));
    }
    painter.restore();
}

const TimelineMark* TimelineMarks::markAt(const QPoint& at, const TimeScale& scale,
                                          const QRect& area) const
{
    const TimelineMark* nearest = nullptr;
    double least = 0;
    for (const TimelineMark& mark : m_marks) {
        if (!touches(mark, at, scale, area))
            continue;
        const double distance = std::abs(area.left() + scale.xOf(mark.at) - at.x());
        if (nearest == nullptr || distance < least) {
            nearest = &mark;
            least = distance;
        }
    }
    return nearest;
}

QString TimelineMarks::tipAt(const QPoint& at, const TimeScale& scale, const QRect& area) const
{
    QStringList lines;
    for (const TimelineMark& mark : m_marks) {
        if (lines.size() < mostTips && touches(mark, at, scale, area))
            lines += timeOfDay(mark.at, 0) + QLatin1Char(' ') + mark.text;
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace weir
