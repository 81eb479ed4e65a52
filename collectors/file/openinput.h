// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <string>

namespace weir {

/// A descriptor of a file for reading, or one of its own of standard input for `-`; `flags` of open(2)
/// besides O_RDONLY, O_CLOEXEC and O_NOCTTY. The caller closes it; below 0, with errno, when there is
/// none.
int openInput(const std::string& path, int flags = 0);

/// What errno says of it: NotFound, Denied or Io.
Error inputError(const std::string& path);

} // namespace weir
