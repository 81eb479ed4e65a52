// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/numberneedle.h"

#include <algorithm>

namespace weir {

std::vector<DigitRun> digitRunsOf(std::string_view needle)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    std::vector<DigitRun> runs;
    for (std::size_t at = 0; at < needle.size();) {
        if (!isDigit(needle[at])) {
            ++at;
            continue;
        }
        DigitRun run;
        run.scale = 1;
        const std::size_t begin = at;
        for (; at < needle.size() && isDigit(needle[at]); ++at) {
            if (at - begin < 18) {
                run.number = run.number * 10 + (needle[at] - '0');
                run.scale *= 10;
            }
        }
        if (at - begin > 18)
            continue;
        run.isWhole = begin > 0 && at < needle.size();
        run.hasLeadingZero = needle[begin] == '0' && at - begin > 1;
        runs.push_back(run);
    }
    std::stable_sort(runs.begin(), runs.end(), [](const DigitRun& a, const DigitRun& b) {
        return std::pair(a.isWhole, a.scale) > std::pair(b.isWhole, b.scale);
    });
    return runs;
}

bool holds(std::int64_t value, const DigitRun& run)
{
    if (run.isWhole)
        return value == run.number && !run.hasLeadingZero;
    for (auto rest = static_cast<std::uint64_t>(value);; rest /= 10) {
        if (static_cast<std::int64_t>(rest % static_cast<std::uint64_t>(run.scale)) == run.number)
            return true;
        if (rest < static_cast<std::uint64_t>(run.scale))
            return false;
    }
}

} // namespace weir
