// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace weir {

/// What a row of the table `columns` holds. Never changed, only added to.
enum class ColumnCodec : std::int64_t {
    HotBlock = 0, ///< column 0: a whole block
    Catalog = 1, ///< column 0: what the segments of a cold block hold
    Segment = 2, ///< columns 1 and up
};

/// A block has 65536 columns at most.
constexpr std::size_t maxSegments = 65'535;

/// The row of a column of a block: those of one block lie side by side.
constexpr std::int64_t columnId(std::int64_t block, std::size_t column)
{
    return block * 65'536 + static_cast<std::int64_t>(column);
}

} // namespace weir
