// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/indexreader.h"
#include "store/statement.h"

#include <filesystem>
#include <string>

namespace weir {

/// `SELECT … FROM blocks b JOIN sources s`, for a slice of this schema version; conditions follow.
std::string selectBlockRows(std::int64_t version);

/// The block in the current row of such a statement; Corrupt when it makes no sense.
Result<BlockInfo> blockRowOf(const Statement& statement, std::int64_t slice,
                             const std::filesystem::path& file);

} // namespace weir
