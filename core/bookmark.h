// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/timepoint.h"

#include <string>

namespace weir {

/// An event that somebody wants to find again. It outlives its event: what retention or a purge has
/// removed keeps its place in time and its note, and nothing of the event itself.
struct Bookmark
{
    /// The longest note, in bytes of UTF-8.
    static constexpr std::size_t maxNote = 4096;

    EventSeq seq{};
    TimePoint time; ///< of the event
    std::string note; ///< may be empty
    TimePoint created;

    friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

} // namespace weir
