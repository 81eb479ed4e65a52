// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/timescale.h"
#include "ui/theme/colors.h"

#include <QPoint>
#include <QRect>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace weir {

/// Something that happened at a time: shown by a shape, explained by a tip.
struct TimelineMark
{
    enum class Kind { Firing, Resolved, Bookmark };

    TimePoint at;
    Kind kind = Kind::Firing;
    QString text; ///< safe to paint
};

/// The marks over the bars of a timeline. Thread: a value.
class TimelineMarks final
{
public:
    void set(std::vector<TimelineMark> marks) { m_marks = std::move(marks); }
    void setZoom(double factor) { m_zoom = factor; } ///< of the shapes; 1: as they are at 100 %

    /// Along the upper edge of `area`, which the scale is as wide as.
    void paint(QPainter& painter, const TimeScale& scale, const QRect& area,
               const Colors& colors) const;
    /// The nearest whose shape is there; null: none.
    const TimelineMark* markAt(const QPoint& at, const TimeScale& scale, const QRect& area) const;
    /// What stands at the place, a line each with its time in the zone; empty: nothing.
    QString tipAt(const QPoint& at, const TimeScale& scale, const QRect& area,
                  const QTimeZone& zone) const;

private:
    bool touches(const TimelineMark& mark, const QPoint& at, const TimeScale& scale,
                 const QRect& area) const;

    double m_zoom = 1;
    std::vector<TimelineMark> m_marks;
};

} // namespace weir
