// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"
#include "store/read/indexreader.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// What a block's row says of its events beside their numbers.
struct BlockSummary
{
    TimePoint firstTime;
    TimePoint lastTime;
    std::uint64_t undecodable = 0;
    std::vector<SecondCounts> seconds; ///< ascending
};

/// Precondition: at least one event.
BlockSummary summaryOf(const EventColumns& columns);

/// The `seconds` column of a block's row.
std::string encodeSeconds(const std::vector<SecondCounts>& seconds);
/// Nothing when the bytes are not what encodeSeconds() wrote.
std::optional<std::vector<SecondCounts>> decodeSeconds(std::string_view bytes);

/// Seconds since the epoch, rounded down.
std::int64_t secondOf(TimePoint time);
/// Its begin, or the end of what a TimePoint can say.
TimePoint startOfSecond(std::int64_t second);

} // namespace weir
