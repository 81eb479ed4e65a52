// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace weir {

/// How strongly each row of pixels of an overview is marked, 0 to 1, from how many of the events it
/// stands for are of the kind that is marked (`counts`) and how many it stands for at all
/// (`eventsPerPixel`, positive; below 1 where an event is higher than a pixel).
///
/// Full is what the densest tenth of the marked ones has, at least three times the mean: where all are
/// alike all are faint, so that a burst stands out; few marks among nothing are full. 0 where there is
/// none. Cost: as many steps as pixels, and a sort.
std::vector<float> markStrengths(const std::vector<float>& counts, double eventsPerPixel);

} // namespace weir
