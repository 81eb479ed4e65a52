// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

#include <memory>
#include <vector>

namespace weir {

struct SourceConfig;

/// Every format there is, in the order in which detection asks them: what is told surely by its first
/// bytes, then by its shape, and text at the end. A format's name may stand several times (dialects of
/// one family).
std::vector<std::unique_ptr<Format>> makeFormats(const SourceConfig& source);

} // namespace weir
