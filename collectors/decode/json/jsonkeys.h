// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace weir {

/// Whether the text of a JSON object has all these members at the top. A glance, not a parser: it looks
/// at the first 64 KiB, and escaped names are not found. At most 31 names.
bool hasTopKeys(std::string_view json, std::span<const std::string_view> names);
/// The same, and whether there is no other.
bool hasOnlyTopKeys(std::string_view json, std::span<const std::string_view> names);

} // namespace weir
