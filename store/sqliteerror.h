// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <string>

struct sqlite3;

namespace weir {

/// The last failure of a connection (which may be null) as an Error about `file`.
Error sqliteError(sqlite3* db, int result, const std::string& file);

} // namespace weir
