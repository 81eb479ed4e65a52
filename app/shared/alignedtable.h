// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A table with aligned columns, a header line first; numbers stand at the right. Widths in characters.
std::string alignedTable(const std::vector<std::vector<std::string>>& rows);

/// Whether all of a text is a number.
bool isNumber(std::string_view text);

} // namespace weir
