// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <QFrame>

class QLineEdit;

namespace weir {

class PlainLabel;
class VisibleRange;

/// Two lines in a popup, from and to, as one types a time anywhere (models/timegoal.h; UTC). `-6h` up to
/// nothing, or to `now`, follows the clock; anything else is a fixed range. What is wrong is said below
/// the lines and changes nothing. Deletes itself when it is closed. Thread: GUI.
class RangeEntry final : public QFrame
{
    Q_OBJECT

public:
    /// `now`: what relative times are relative to. The range outlives it.
    RangeEntry(VisibleRange& range, TimePoint now, QWidget* parent);

    /// Keeps inside of the screen.
    void showAt(const QPoint& global);

private:
    void submit();
    /// `line`: the one that is wrong. Empty: nothing is.
    void setProblem(const QString& reason, QLineEdit* line);

    VisibleRange& m_range;
    const TimePoint m_now;
    QLineEdit* m_from;
    QLineEdit* m_to;
    PlainLabel* m_problem;
};

} // namespace weir
