// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "core/permalink.h"
#include "store/read/indexreader.h"

#include <QString>

#include <cstddef>
#include <stop_token>
#include <vector>

namespace weir {

struct Bookmark;

/// An event in a small list beside the log list: of a trace, around another, bookmarked. A value; its
/// texts are safe to paint.
struct EventLine
{
    EventKey key;
    SeverityClass severity = SeverityClass::None;
    QString service; ///< `service.name`, else the source
    QString title; ///< the body, or what stands for it
    QString note; ///< of a bookmark
    bool isRemoved = false; ///< it is not in the index any more: only key and note are known
};

EventLine makeEventLine(const EventRef& event);
/// What is known without reading the event.
EventLine makeEventLine(const Bookmark& bookmark);

/// Functions of a worker: they read the index, and give Busy when a stop was requested.

struct TraceLines
{
    std::vector<EventLine> lines; ///< ascending by time
    bool isCut = false; ///< there are more; these are the newest
};
/// Every event with this trace id, `most` at most.
Result<TraceLines> linesOfTrace(IndexReader& reader, const std::string& traceId, std::size_t most,
                                const std::stop_token& stop);

/// The events of the same source that came before and after one, `count` each, without any filter, and
/// the one itself; ascending by seq.
Result<std::vector<EventLine>> linesAround(IndexReader& reader, EventSeq seq, std::size_t count,
                                           const std::stop_token& stop);

/// One for each bookmark, in their order.
Result<std::vector<EventLine>> linesOfBookmarks(IndexReader& reader,
                                                const std::vector<Bookmark>& bookmarks,
                                                const std::stop_token& stop);

/// What a link leads to.
struct LinkedEvent
{
    EventKey key;
    bool isMatch = false; ///< the filter it was asked with lets it through
};
/// NotFound: it is not in this index, or not any more. Precondition: no AlertLink.
Result<LinkedEvent> findLinked(IndexReader& reader, const Permalink& link, const FilterPtr& filter,
                               const std::stop_token& stop);

} // namespace weir
