// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/bytes.h"

#include <cstdint>
#include <span>
#include <vector>

namespace weir {

/// An array of integers in the fewest whole bytes each: as distances from the lowest value, or
/// from their predecessor. A constant array and an even sequence take no bytes per value.
enum class IntLayout : std::uint8_t { Distances = 0, Deltas = 1 };

/// Precondition for unpacking: the reader of the array knows how many values there are.
void packInts(ByteWriter& out, std::span<const std::int64_t> values);
/// Of values close to their predecessor. Divides by the largest of 1, 10^3, 10^6, 10^9 that divides
/// all deltas, as times have. Uses `scratch`.
void packDeltas(ByteWriter& out, std::span<const std::int64_t> values,
                std::vector<std::int64_t>& scratch);

/// Fills `values`; the reader fails when the bytes are not an array of this length.
void unpackInts(ByteReader& in, std::span<std::int64_t> values);

} // namespace weir
