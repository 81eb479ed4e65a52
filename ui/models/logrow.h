// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "core/storedbatch.h"
#include "ui/models/rowform.h"
#include "ui/models/textrun.h"

#include <QString>

#include <vector>

namespace weir {

/// One event as a row of a list: a value that holds no batch, so a screenful keeps no blocks alive.
struct LogRow
{
    static constexpr int maxLines = 12; ///< of a body; the details show all

    EventKey key;
    SeverityClass severity = SeverityClass::None;
    EventKind kind = EventKind::Log;
    int highlight = -1; ///< colour label of the whole row, 0 to 8; negative: none
    int moreLines = 0; ///< of the body, below those that its cell has
    bool isServiceSource = false; ///< names no service: the column has its source
    RowFormPtr form = usualRowForm(); ///< what the cells were made with
    /// One for each column of the form; those of `time` and `level` are empty, as the list's
    /// settings decide how they read. Rows that are made by hand may have fewer.
    std::vector<LogCell> cells;

    /// The cell of a field; an empty one when it has no column.
    const LogCell& cell(std::string_view field) const;
    /// The body, then the fields that no column shows.
    const QString& body() const { return cell("body").text; }
};

/// Makes a line of an event. `filter` may be null: then nothing is marked as found.
LogRow makeLogRow(const EventRef& event, const Filter* filter,
                  const RowFormPtr& form = usualRowForm());

std::vector<LogRow> makeLogRows(const std::vector<EventRef>& events, const Filter* filter,
                                const RowFormPtr& form = usualRowForm());

/// `http.requests 12.5 ms`: name, value and unit of a metric of the batch; safe to paint.
QString metricText(const EventBatch& batch, std::size_t metric);

/// A field as it is known in a query: whether its name says what a column of its own already shows
/// (time, level, message, service, trace), under any of its usual spellings.
bool isShownByColumn(std::string_view fieldName);

} // namespace weir
