// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimeZone>

#include <string>

namespace weir {

/// The zone of ListSettings::zone: `UTC`, `local` or a name of the tz database; an unknown one is UTC.
QTimeZone zoneNamed(const std::string& name);

} // namespace weir
