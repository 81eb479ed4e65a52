// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <QFrame>
#include <QTimeZone>

#include <optional>

class QLineEdit;

namespace weir {

class PlainLabel;
class Clock;
class VisibleRange;

/// Two lines in a popup, from and to, as one types a time anywhere (models/timegoal.h). `-6h` up to
/// nothing, or to `now`, follows the clock; anything else is a fixed range. What is wrong is said below
/// the lines and changes nothing. Deletes itself when it is closed. Thread: GUI.
class RangeEntry final : public QFrame
{
    Q_OBJECT

public:
    /// `clock`: what relative times are relative to. `zone`: of what is shown, and of what is typed
    /// without one. Range and clock outlive it.
    RangeEntry(VisibleRange& range, const Clock& clock, const QTimeZone& zone, QWidget* parent);

    /// Keeps inside of the screen.
    void showAt(const QPoint& global);

private:
    void submit();
    /// `line`: the one that is wrong. Empty: nothing is.
    void setProblem(const QString& reason, QLineEdit* line);
    std::optional<TimePoint> timeIn(const QLineEdit& line, TimePoint now, TimePoint reference) const;

    VisibleRange& m_range;
    const Clock& m_clock;
    const QTimeZone m_zone;
    std::optional<TimeRange> m_offered; ///< what both lines said at first
    QLineEdit* m_from;
    QLineEdit* m_to;
    PlainLabel* m_problem;
};

} // namespace weir
