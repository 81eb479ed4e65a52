// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/listdefaults.h"

namespace weir {

ListSettings withDefaults(ListSettings settings, const WindowConfig& window)
{
    settings.timeForm = static_cast<ListSettings::TimeForm>(window.time);
    settings.density = static_cast<ListSettings::Density>(window.density);
    settings.zone = window.zone;
    settings.wraps = window.wraps;
    return settings;
}

} // namespace weir
