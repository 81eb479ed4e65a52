// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nearest.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t longestWord = 64; // the cost is the product of the lengths

/// How many slips are still the same word: a third of its letters, at least one.
std::size_t tolerated(std::string_view word)
{
    return std::max<std::size_t>(1, word.size() / 3);
}

} // namespace

std::size_t editDistance(std::string_view left, std::string_view right)
{
    const std::size_t width = right.size() + 1;
    std::vector<std::size_t> cost((left.size() + 1) * width);
    const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& {
        return cost[i * width + j];
    };
    for (std::size_t i = 0; i <= left.size(); ++i) {
        for (std::size_t j = 0; j <= right.size(); ++j) {
            if (i == 0 || j == 0) {
                at(i, j) = i + j;
                continue;
            }
            const std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
            at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change});
            const bool areSwapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (areSwapped)
                at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
        }
    }
    return cost.back();
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& names)
{
    std::string_view nearest;
    if (word.size() > longestWord)
        return nearest;
    std::size_t least = tolerated(word) + 1;
    for (const std::string_view name : names) {
        const std::size_t distance = editDistance(word, name);
        if (distance < least) {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& names)
{
    const std::string_view name = nearest(word, names);
    if (!name.empty())
        return fmt::format("; did you mean '{}'?", name);
    return names.empty() ? std::string() : fmt::format("; known are {}", fmt::join(names, ", "));
}

} // namespace weir
