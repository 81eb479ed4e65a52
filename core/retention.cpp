// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retention.h"

#include <algorithm>

namespace weir {

std::optional<Nanoseconds> RetentionPolicy::ageOf(const std::string& source) const
{
    const auto own = sources.find(source);
    return own == sources.end() ? index.age : own->second.age;
}

std::optional<Nanoseconds> RetentionPolicy::longestAge() const
{
    std::optional<Nanoseconds> longest = index.age;
    for (const auto& [source, own] : sources) {
        if (!longest || !own.age)
            return std::nullopt;
        longest = std::max(*longest, *own.age);
    }
    return longest;
}

} // namespace weir
