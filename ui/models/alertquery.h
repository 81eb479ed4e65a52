// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <QString>

#include <string>

namespace weir {

/// The events an alert counted: the filter of its rule, narrowed to its labels. A query that cannot
/// be read gives an empty text.
QString alertQuery(const AlertRule& rule, const std::string& labels);

} // namespace weir
