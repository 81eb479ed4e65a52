// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filternode.h"

namespace weir {

/// Whether every event that the first condition lets through passes the second as well, as far as
/// their shape tells: false is no proof of the opposite. What has grown by a letter is narrower. Of
/// deeply nested conditions it says false rather than take long.
bool isNarrower(const FilterNode& node, const FilterNode& than);

} // namespace weir
