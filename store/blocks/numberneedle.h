// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace weir {

/// Digits of a needle that are to be found in a number.
struct DigitRun
{
    static constexpr std::size_t mostDigits = 18; ///< of a run that can be compared

    std::int64_t number = 0;
    std::int64_t scale = 10; ///< ten to the number of digits
    bool isWhole = false; ///< nothing more belongs to the number
};

/// Whether a whole number is the run, or holds it as a part of its text.
bool holds(std::int64_t value, const DigitRun& run);

} // namespace weir
