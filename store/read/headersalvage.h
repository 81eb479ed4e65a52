// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/read/indexreader.h"

#include <cstdint>
#include <vector>

namespace weir {

/// Reads what can be read of the headers of a slice in which a page is damaged: in the order of their
/// key, without the indexes, and on behind each damaged page. Ascending by last seq. What makes no
/// sense or cannot be read is added to `damaged`.
///
/// Costs a pass over the headers and some seeks for each damaged page. `version`: of the schema.
/// Errors: all but Corrupt. Thread: that of the connection.
Result<std::vector<BlockInfo>> salvageHeaders(Connection& connection, std::int64_t slice,
                                              std::int64_t version, std::vector<Error>& damaged);

} // namespace weir
