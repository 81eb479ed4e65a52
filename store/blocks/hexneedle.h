// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Hexadecimal digits to be found in ids as they are packed, two digits to a byte, so that nothing has
/// to be written out. Thread safety: immutable.
class HexNeedle final
{
public:
    /// Nothing for a text that is none, or is too short to fill a byte wherever it begins.
    static std::optional<HexNeedle> of(std::string_view folded);

    /// Marks the values that hold it; whether there are any. `values` are packed one behind another,
    /// each of `digits` digits and as many bytes as those take; `isHit` has one place for each.
    bool markIn(std::string_view values, std::size_t digits, std::vector<bool>& isHit) const;

private:
    /// The needle as it is packed when it begins with the first digit of a byte, or with the second.
    struct Packed
    {
        std::string bytes; ///< that it fills
        int before = -1; ///< the digit in the byte before them; none: -1
        int after = -1; ///< and in the one behind
    };

    explicit HexNeedle(std::string_view digits);
    static Packed packed(std::string_view digits, bool beginsWithinByte);
    bool markIn(const Packed& packed, std::string_view values, std::size_t digits,
                std::vector<bool>& isHit) const;

    std::size_t m_size;
    std::array<Packed, 2> m_packed;
};

} // namespace weir
