// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/aggregatevalue.h"
#include "core/query/query.h"

#include <cstdint>

namespace weir {

/// What a value is made from, apart from the state.
struct CellContext
{
    const Aggregate& aggregate;
    std::uint64_t events = 0;
    Nanoseconds length{}; ///< of the window
};

inline double secondsOf(Nanoseconds length)
{
    return std::chrono::duration<double>(length).count();
}

} // namespace weir
