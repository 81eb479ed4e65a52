// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir {

/// Replaces what stands in `bytes` from `begin` on by a zstd frame of the level where that leaves
/// less than seven eighths of `otherwise`; false: left as it was. The compressor's memory is kept
/// per thread.
bool compressTail(std::string& bytes, std::size_t begin, int level, std::size_t otherwise);

/// Unpacks a frame that has to give exactly `size` bytes; false when it does not.
[[nodiscard]] bool decompressTo(std::string_view frame, std::size_t size, std::string& raw);

} // namespace weir
