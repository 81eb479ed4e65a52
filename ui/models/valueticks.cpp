// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/valueticks.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

double niceValueStep(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        // A hair of tolerance: 0.3 / 3 is a little more than 0.1.
        if (factor * power >= least * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

} // namespace

ValueTicks valueTicks(double low, double high, int wanted)
{
    if (!(high > low)) {
        low = std::min(low, 0.0);
        high = high > low ? high : low + 1;
    }
    ValueTicks ticks;
    ticks.step = niceValueStep((high - low) / std::max(1, wanted));
    const double first = std::floor(low / ticks.step + 1e-9);
    const double last = std::ceil(high / ticks.step - 1e-9);
    for (double n = first; n <= last; ++n)
        ticks.at.push_back(n * ticks.step);
    ticks.low = ticks.at.front();
    ticks.high = ticks.at.back();
    return ticks;
}

} // namespace weir
