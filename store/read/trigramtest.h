// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filternode.h"

#include <string_view>

namespace weir {

/// False: by its filter of trigrams no event of a block matches. Thread: any; pure.
bool mayMatch(const FilterNode& node, std::string_view trigrams);

} // namespace weir
