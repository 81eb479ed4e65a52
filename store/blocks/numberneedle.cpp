// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/numberneedle.h"

namespace weir {

bool holds(std::int64_t value, const DigitRun& run)
{
    if (run.isWhole)
        return value == run.number;
    for (auto rest = static_cast<std::uint64_t>(value);; rest /= 10) {
        if (static_cast<std::int64_t>(rest % static_cast<std::uint64_t>(run.scale)) == run.number)
            return true;
        if (rest < static_cast<std::uint64_t>(run.scale))
            return false;
    }
}

} // namespace weir
