// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"
#include "core/result.h"
#include "ui/models/logrow.h"
#include "ui/models/seriesdata.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/// The stretch of time a panel looks at: fixed, the last `length` up to now, or everything.
struct PanelRange
{
    std::optional<TimeRange> fixed;
    std::optional<Nanoseconds> length;
    std::optional<EventSeq> ceiling; ///< what was committed later is left out

    friend bool operator==(const PanelRange&, const PanelRange&) = default;
};

/// What a panel wants to know.
struct PanelQuestion
{
    std::string query;
    bool wantsRows = false; ///< the newest matches themselves, in place of numbers
};

/// What is known of one panel at one moment. Immutable once published.
struct PanelSnapshot
{
    SeriesGrid grid; ///< windows that are over; the one that is still open is left out
    std::vector<SeriesData> series; ///< ordered by labels; the largest where there are too many
    std::size_t hiddenSeries = 0; ///< further ones, which no chart could show
    bool isOverfull = false; ///< label sets beyond the aggregate's limit are counted as one
    bool isOutOfMemory = false; ///< what did not fit is left out
    /// Of the newest window over all series; of the whole range when the query names no window.
    /// noValue: nothing known yet, or no data.
    double value = noValue;
    bool isWholeRange = false; ///< the value is of the whole range
    bool isRate = false; ///< values are per second
    bool isAdditive = true; ///< values of several series may be added
    QString function; ///< what they are, as it is written; safe to paint
    Nanoseconds window{}; ///< what one value stands for
    TimePoint oldest = TimePoint::min(); ///< no event of the index is older; min: not known

    std::vector<LogRow> rows; ///< ascending by key

    std::size_t blocksDone = 0;
    std::size_t blocksTotal = 0;
    bool isComplete = false; ///< everything up to `ceiling` is counted
    EventSeq ceiling{};

    /// Why there is nothing: the query cannot be read, or the index cannot.
    std::optional<QueryError> queryError;
    std::optional<Error> error;
};

using PanelSnapshotPtr = std::shared_ptr<const PanelSnapshot>;

} // namespace weir
