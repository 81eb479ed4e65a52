// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/viewscan.h"
#include "ui/models/latest.h"
#include "ui/models/logrow.h"

#include <memory>
#include <optional>
#include <vector>

namespace weir {

/// What somebody wants to see.
struct LogQuestion
{
    FilterPtr filter; ///< never null
    TimeRange range;
};

/// What is known of a view at one moment. Immutable once published; the maps are shared, so taking
/// a snapshot costs a few pointers and the newest rows.
struct LogSnapshot
{
    Ticket ticket{};
    View view; ///< its ceiling is the highest seq included
    std::shared_ptr<const ResultMap> matches = std::make_shared<ResultMap>(); ///< never null
    /// Every event of the range, filter or not; never null.
    std::shared_ptr<const ResultMap> all = std::make_shared<ResultMap>();
    RowFormPtr form = usualRowForm(); ///< what its rows are made with
    std::vector<LogRow> newest; ///< the newest matches, ascending by key
    std::size_t blocksDone = 0;
    std::size_t blocksTotal = 0;
    bool isComplete = false; ///< every block up to the ceiling is counted
    /// Matches with a time up to this may not be counted yet; TimePoint::min() once all are.
    TimePoint uncountedTo = TimePoint::min();
    Nanoseconds took{}; ///< to count it all
    std::optional<Error> error; ///< why there is nothing (more)
};

/// Rows of a snapshot's view, counted from its newest match: [fromEnd, fromEnd + count).
struct RowsRequest
{
    LogSnapshot snapshot;
    std::uint64_t fromEnd = 0;
    std::size_t count = 0;
    /// When set, `fromEnd` is not asked but found out: the multiple of `count` at which the rows begin
    /// that this event is among, or would be.
    std::optional<EventKey> around;
};

struct RowsAnswer
{
    Ticket ticket{};
    EventSeq ceiling{};
    std::uint64_t total = 0; ///< matches of the snapshot they were counted in
    std::uint64_t fromEnd = 0;
    std::size_t asked = 0;
    RowFormPtr form = usualRowForm(); ///< of the rows
    std::vector<LogRow> rows; ///< ascending by key; fewer than asked where events were retired
    /// Of each row its distance from the newest match. Empty: one after the other, and what is
    /// missing is older than all of them.
    std::vector<std::uint64_t> fromEnds;
    std::optional<EventKey> around; ///< as asked
    /// Of that event, or of the next newer one when it is no match (of the newest when there is none).
    std::uint64_t aroundFromEnd = 0;
    std::optional<Error> error;
};

} // namespace weir
