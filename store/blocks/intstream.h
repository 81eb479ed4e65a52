// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/bytes.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// An array of integers in two parts: this, which the catalog of a block holds, and the packed
/// words in a segment. Constant arrays and even sequences have no words; the bounds are known
/// without them. docs/file-format.md calls it an integer stream. Thread: a value.
class IntStream final
{
public:
    /// Appends the words to the segment. Chooses distances from the lowest value or from the
    /// predecessor, whichever is smaller, and packs again with zstd where that saves an eighth.
    static IntStream pack(std::string& segment, std::span<const std::int64_t> values);

    void put(ByteWriter& catalog) const;
    /// `count` values; the reader fails on what is no stream of that length.
    static IntStream take(ByteReader& catalog, std::size_t count);

    std::size_t count() const { return m_count; }
    /// Of its words in the segment.
    std::size_t bytes() const { return m_bytes; }
    bool isConstant() const { return m_layout == Layout::Distances && m_bits == 0; }
    /// Whether a value can be in [lowest, highest]; also true where only the words tell.
    bool mayHold(std::int64_t lowest, std::int64_t highest) const;
    /// The value of all. Precondition: isConstant().
    std::int64_t constant() const { return m_low; }

    /// `values` has count() elements, `words` bytes() bytes. False when they are damaged.
    [[nodiscard]] bool unpack(std::string_view words, std::span<std::int64_t> values) const;

private:
    enum class Layout : std::uint8_t { Distances = 0, Deltas = 1 };

    std::size_t words() const;

    std::size_t m_count = 0;
    std::size_t m_bytes = 0;
    Layout m_layout = Layout::Distances;
    unsigned m_bits = 0;
    std::int64_t m_low = 0;
    std::int64_t m_first = 0; ///< with deltas
    bool m_isCompressed = false; ///< the words are a zstd frame
};

} // namespace weir
