// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weir {

/// A value of a panel in its unit: figure and unit apart, since a stat sets them in different sizes.
struct UnitText
{
    QString figure;
    QString unit; ///< may be empty

    /// Both, with a space that does not break.
    QString together() const;
};

/// `unit` as in a dashboard file: `short` and empty (12.4 k), `ms`, `s`, `percent`, `bytes`,
/// `per second`; any other word stands behind the figure as it is. noValue is an en dash.
UnitText unitText(double value, const QString& unit);

} // namespace weir
