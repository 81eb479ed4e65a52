// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/intstream.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Texts that share nothing that a template could say: their lengths, and all their bytes packed
/// with zstd. Like IntStream in two parts. Thread: a value.
class RawTexts final
{
public:
    static void pack(std::string_view bytes, const std::vector<std::int64_t>& lengths,
                     ByteWriter& catalog, std::string& segment);
    /// The reader fails on what is none.
    static RawTexts take(ByteReader& catalog, std::size_t count);

    std::size_t bytes() const { return m_stored + m_lengths.bytes(); }
    /// All texts one behind another, and where each begins; one more for the end. False when
    /// damaged.
    [[nodiscard]] bool unpack(std::string_view words, std::string& texts,
                              std::vector<std::uint32_t>& begins) const;

private:
    std::size_t m_size = 0;
    std::size_t m_stored = 0; ///< less than m_size: a zstd frame
    IntStream m_lengths;
};

} // namespace weir
