// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir {

/// The stable name of an event: given by the writer at commit in arrival order, never reused.
/// Never a row number of a view. 0 is no event; the first is 1.
enum class EventSeq : std::uint64_t {};

constexpr std::uint64_t number(EventSeq seq)
{
    return static_cast<std::uint64_t>(seq);
}

constexpr EventSeq operator+(EventSeq seq, std::uint64_t count)
{
    return EventSeq{number(seq) + count};
}

} // namespace weir
