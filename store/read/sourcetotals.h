// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/read/indexreader.h"

#include <vector>

namespace weir {

/// What a slice says of its sources, by name: counts since the index began, and gaps.
/// Thread: that of the connection.
Result<std::vector<SourceTotals>> readSourceTotals(Connection& connection);

} // namespace weir
