// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// Appends `<NAME:3f9a21c0>`: the same value has the same tag wherever the same key is used, and
/// without the key nobody can try values out. The digits are 32 bits of a keyed BLAKE2b (libsodium).
void appendTag(std::string_view name, std::string_view value, std::string_view key,
               std::string& out);

} // namespace weir
