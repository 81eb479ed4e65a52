// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertinstance.h"
#include "ui/theme/colors.h"

#include <QString>

namespace weir {

/// How an alert's facts are said and coloured, the same in list, history and details.

QString conditionWord(AlertCondition condition);
const QColor& conditionColor(const Colors& colors, AlertCondition condition);
/// Of the stored word; an unknown one is ok.
AlertCondition conditionOf(const QString& storedWord);
QString severityWord(AlertSeverity severity);
/// Without data an en dash.
QString alertValueText(double value);

} // namespace weir
