// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"
#include "ui/theme/colors.h"

#include <QString>

namespace weir {

/// How the state of a source is said and coloured, the same in list, details and banner.
QString stateWord(SourceState state);
const QColor& stateColor(const Colors& colors, SourceState state);
/// Something a person may have to mend.
bool isTroubled(SourceState state);
/// `kafka` as Kafka.
QString kindWord(const std::string& kind);

} // namespace weir
