// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/intstream.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Numbers values of one size each, 0 and up, in the order they come. Thread: a value; clear() keeps
/// the memory.
class DistinctValues final
{
public:
    /// Room for `most` values of `size` bytes.
    void clear(std::size_t size, std::size_t most);
    std::uint32_t numberOf(std::string_view value);

    std::size_t count() const { return m_hashes.size(); }
    /// One behind another.
    const std::string& bytes() const { return m_bytes; }
    const std::vector<std::uint64_t>& hashes() const { return m_hashes; }

private:
    std::size_t m_size = 0;
    std::string m_bytes;
    std::vector<std::uint64_t> m_hashes;
    std::vector<std::uint32_t> m_slots; ///< open addressing, at most half full
};

/// Values of one size each: the bytes of ids. Where they come again and again each is kept once, with
/// a code for each row; where several columns share them, in a pool of theirs. Like IntStream in two
/// parts, one in the catalog and one in a segment. Thread: a value.
class HexColumn final
{
public:
    /// `bytes` are `count` values one behind another. Appends the hashes of the distinct ones where
    /// `hashes` is not null.
    static void pack(std::string_view bytes, std::size_t count, ByteWriter& catalog,
                     std::string& segment, std::vector<std::uint64_t>* hashes);
    /// The values are in a pool; `codes` are their numbers there.
    static void packPooled(const std::vector<std::int64_t>& codes, ByteWriter& catalog,
                           std::string& segment);
    /// `size` bytes a value; the reader fails on what is no such column.
    static HexColumn take(ByteReader& catalog, std::size_t count, std::size_t size);

    std::size_t bytes() const { return m_distinct * m_size + m_codes.bytes(); }
    bool isPooled() const { return m_count > 0 && m_distinct == 0; }
    /// How many values are here; of a pooled column none.
    std::size_t distinct() const { return m_distinct; }
    std::size_t valueSize() const { return m_size; }

    /// The distinct values, one behind another; `words` are its bytes in the segment.
    std::string_view values(std::string_view words) const
    {
        return words.substr(0, m_distinct * m_size);
    }
    /// Which of `distinct` values each row has; empty: row n has value n. False when damaged.
    [[nodiscard]] bool unpackCodes(std::string_view words, std::size_t distinct,
                                   std::vector<std::int64_t>& codes) const;

private:
    std::size_t m_count = 0;
    std::size_t m_size = 0;
    std::size_t m_distinct = 0;
    IntStream m_codes;
};

} // namespace weir
