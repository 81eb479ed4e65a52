// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/pattern/seededhash.h"
#include "core/timepoint.h"

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace weir {

/// How many messages there were, from when to when, and which of them was the first to be stored.
struct Sightings
{
    std::uint64_t count = 0;
    TimePoint first = TimePoint::max(); ///< the lowest event time
    TimePoint last = TimePoint::min(); ///< the highest, included
    EventSeq oldest{~std::uint64_t{0}}; ///< the lowest seq

    void add(const Sightings& more);
    /// Whether nothing within these bounds could change anything but the count.
    bool covers(const Sightings& bounds) const
    {
        return first <= bounds.first && last >= bounds.last && oldest <= bounds.oldest;
    }

    friend bool operator==(const Sightings&, const Sightings&) = default;
};

/// Messages counted by their form (FormMaker). Thread: a value.
struct FormCounts
{
    using Forms = std::unordered_map<std::string, Sightings, SeededHash, std::equal_to<>>;

    Forms forms{16, SeededHash::withRandomSeed()};
    Sightings other; ///< of any other form
};

/// In the order of their oldest messages, which is the order to mine them in.
std::vector<const FormCounts::Forms::value_type*> byAge(const FormCounts::Forms& forms);

} // namespace weir
