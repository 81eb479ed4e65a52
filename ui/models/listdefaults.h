// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/windowconfig.h"
#include "ui/models/listsettings.h"

namespace weir {

/// `settings` with what `[window]` says of lists: form and zone of times, density, wrapping.
ListSettings withDefaults(ListSettings settings, const WindowConfig& window);

} // namespace weir
