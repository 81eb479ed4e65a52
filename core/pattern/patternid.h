// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir {

/// The stable name of a pattern of messages, given by a PatternMiner in the order of first sight
/// and never reused.
enum class PatternId : std::uint32_t {};

/// The pattern of whatever no other pattern could be kept for.
constexpr PatternId catchAllPattern{0};

constexpr std::uint32_t number(PatternId id)
{
    return static_cast<std::uint32_t>(id);
}

} // namespace weir
