// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/collectoroptions.h"
#include "core/config/config.h"

#include <optional>

namespace weir {

/// What the options stand for: the files of the configuration, or the sources of the command line in
/// their place. Nothing when one of the latter is wrong; that was said then.
std::optional<Configuration> configurationFor(const CollectorOptions& options);

} // namespace weir
