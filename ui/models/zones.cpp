// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/zones.h"

namespace weir {

QTimeZone zoneNamed(const std::string& name)
{
    if (name == "local")
        return QTimeZone::systemTimeZone();
    const QTimeZone zone(QByteArray::fromStdString(name));
    return zone.isValid() ? zone : QTimeZone::utc();
}

} // namespace weir
