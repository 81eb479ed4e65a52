// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "core/storedbatch.h"

#include <QString>

#include <vector>

namespace weir {

/// A stretch of a shown text, in UTF-16 units.
struct TextRun
{
    enum class Kind : std::uint8_t {
        Value, ///< a number, an address, what stands after `=`
        Name, ///< the name before `=`
        Match, ///< what the query's words found
    };

    int from = 0;
    int length = 0;
    Kind kind = Kind::Value;

    friend bool operator==(const TextRun&, const TextRun&) = default;
};

/// One event as a line of a list: a value that holds no batch, so a screenful keeps no blocks alive.
/// All texts are safe to paint (plainText()).
struct LogRow
{
    EventKey key;
    SeverityClass severity = SeverityClass::None;
    EventKind kind = EventKind::Log;
    QString service; ///< `service.name`, else the source
    QString body; ///< the body, then the fields that no column shows
    std::vector<TextRun> runs; ///< values and names ascending, then matches ascending
};

/// Makes a line of an event. `filter` may be null: then nothing is marked as found.
LogRow makeLogRow(const EventRef& event, const Filter* filter);

std::vector<LogRow> makeLogRows(const std::vector<EventRef>& events, const Filter* filter);

/// A field as it is known in a query: whether its name says what a column of its own already shows
/// (time, level, message, service, trace), under any of its usual spellings.
bool isShownByColumn(std::string_view fieldName);

} // namespace weir
