// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/json/jsonformat.h"

#include <span>

namespace weir {

/// Every dialect that is told apart from plain JSON, the most particular first; plain `json`, which
/// takes every object, is the last.
std::span<const JsonDialect> jsonDialects();

} // namespace weir
