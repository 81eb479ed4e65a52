// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/timelinemarks.h"

#include "ui/models/zones.h"

#include <QPainter>
#include <QStringList>

#include <cmath>

namespace weir {

namespace {

constexpr double half = 5; ///< of a shape at 100 %
constexpr double high = 8;
constexpr int reach = 12; ///< from the upper edge of the area
constexpr int mostTips = 8;

/// Of 100 %, about its middle and from its upper edge down.
QPolygonF shapeOf(TimelineMark::Kind kind)
{
    switch (kind) {
    case TimelineMark::Kind::Firing:
        return QPolygonF({{-half, high}, {half, high}, {0, 0}});
    case TimelineMark::Kind::Resolved:
        return QPolygonF({{-half, 0}, {half, 0}, {0, high}});
    case TimelineMark::Kind::Bookmark:
        break;
    }
    return QPolygonF({{0, -1}, {half, high / 2}, {0, high + 1}, {-half, high / 2}});
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

} // namespace

bool TimelineMarks::touches(const TimelineMark& mark, const QPoint& at, const TimeScale& scale,
                            const QRect& area) const
{
    return isIn(mark, scale) && at.y() < area.top() + reach * m_zoom
        && std::abs(area.left() + scale.xOf(mark.at) - at.x()) <= half * m_zoom + 1;
}

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
        const QTransform place = QTransform::fromScale(m_zoom, m_zoom)
            * QTransform::fromTranslate(area.left() + scale.xOf(mark.at), area.top() - 1);
        painter.drawPolygon(place.map(shapeOf(mark.kind)));
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

QString TimelineMarks::tipAt(const QPoint& at, const TimeScale& scale, const QRect& area,
                             const QTimeZone& zone) const
{
    QStringList lines;
    for (const TimelineMark& mark : m_marks) {
        if (lines.size() < mostTips && touches(mark, at, scale, area))
            lines += clockText(mark.at, zone) + offsetSuffix(mark.at, zone) + QLatin1Char(' ')
                + mark.text;
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace weir
