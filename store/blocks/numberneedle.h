// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/textcolumn.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace weir {

/// A run of digits in a needle. Digits never stand in what texts of a template share, so a text that
/// holds the needle has a variable that holds the run.
struct DigitRun
{
    std::int64_t number = 0;
    std::int64_t scale = 10; ///< ten to the number of digits
    bool isWhole = false; ///< other bytes on both sides: nothing more belongs to the number
    bool hasLeadingZero = false;
};

/// The runs of a needle that are useful, of 18 digits at most; the most selective first.
std::vector<DigitRun> digitRunsOf(std::string_view needle);

/// Whether a whole number can hold the run as its text, or as a part of it.
bool holds(std::int64_t value, const DigitRun& run);

} // namespace weir
