// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/markstrength.h"

#include <algorithm>
#include <numeric>

namespace weir {

namespace {

constexpr int reach = 3; ///< pixels to either side that a density is of: chance is no burst
constexpr float faintest = 0.22F; ///< still to be seen
constexpr float timesMean = 3;

/// The mean of what lies within reach, by pixel.
std::vector<float> smoothed(const std::vector<float>& counts)
{
    std::vector<float> sums(counts.size() + 1, 0);
    std::partial_sum(counts.begin(), counts.end(), sums.begin() + 1);
    std::vector<float> means(counts.size());
    const auto size = static_cast<std::ptrdiff_t>(counts.size());
    for (std::ptrdiff_t i = 0; i < size; ++i) {
        const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, i - reach));
        const auto to = static_cast<std::size_t>(std::min(size, i + reach + 1));
        means[static_cast<std::size_t>(i)] = (sums[to] - sums[from]) / static_cast<float>(to - from);
    }
    return means;
}

} // namespace

std::vector<float> markStrengths(const std::vector<float>& counts, double eventsPerPixel)
{
    std::vector<float> strengths = smoothed(counts);
    std::vector<float> marked;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            marked.push_back(strengths[i]);
    }
    if (marked.empty())
        return std::vector<float>(counts.size(), 0);
    const auto tenth = marked.begin() + static_cast<std::ptrdiff_t>(marked.size() * 9 / 10);
    std::nth_element(marked.begin(), tenth, marked.end());
    const float mean =
        std::accumulate(counts.begin(), counts.end(), 0.0F) / static_cast<float>(counts.size());
    const float full =
        std::min(std::max(*tenth, timesMean * mean), static_cast<float>(eventsPerPixel));
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const float part = std::min(1.0F, strengths[i] / full);
        strengths[i] = counts[i] > 0 ? faintest + (1 - faintest) * part * part : 0;
    }
    return strengths;
}

} // namespace weir
