// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/eventline.h"

#include "core/bookmark.h"
#include "core/query/query.h"
#include "store/read/viewscan.h"
#include "ui/models/format.h"
#include "ui/models/logrow.h"

#include <algorithm>
#include <deque>

namespace weir {

namespace {

constexpr qsizetype titleCharacters = 400;

Error stopped()
{
    return {Error::Code::Busy, {}, "stopped"};
}

Expr fieldIs(std::string field, std::string text)
{
    Expr test;
    test.kind = Expr::Kind::FieldEquals;
    test.field = std::move(field);
    test.text = std::move(text);
    return test;
}

bool matches(const Filter& filter, const EventRef& event)
{
    std::vector<std::uint32_t> rows;
    filter.select(event.stored, rows);
    return std::ranges::binary_search(rows, event.row);
}

Result<View> everythingWith(IndexReader& reader, const std::string& query)
{
    const auto parsed = parseQuery(query);
    const auto* const understood = std::get_if<Query>(&parsed);
    if (understood == nullptr)
        return Error{Error::Code::InvalidInput, query, std::get<QueryError>(parsed).message};
    const auto filter = Filter::compile(understood->filter);
    if (!filter)
        return filter.error();
    const auto newest = reader.newest();
    if (!newest)
        return newest.error();
    return View{*filter, {}, *newest};
}

/// Of several with one position (the topic was made anew, a message of many records) the newest
/// message's first.
Result<EventRef> eventAt(IndexReader& reader, const KafkaLink& link, const std::stop_token& stop)
{
    const std::string query = printFilter(fieldIs("topic", link.topic)) + " partition:"
        + std::to_string(link.partition) + " offset:" + std::to_string(link.offset);
    const auto view = everythingWith(reader, query);
    if (!view)
        return view.error();
    constexpr std::size_t most = 10'000;
    const auto events = loadNewest(reader, *view, most, stop);
    if (!events)
        return events.error();
    std::optional<EventRef> found;
    for (const EventRef& event : *events) {
        if (event.batch().stream(event.row).scope != link.cluster)
            continue;
        const bool isFirst = event.batch().record(event.row).value_or(0) == 0;
        if (!found || (isFirst && event.key().seq > found->key().seq))
            found = event;
    }
    if (!found)
        return Error{Error::Code::NotFound, permalinkText(link), "is not in the index"};
    return *found;
}

} // namespace

EventLine makeEventLine(const EventRef& event)
{
    const EventBatch& batch = event.batch();
    EventLine line;
    line.key = event.key();
    line.severity = classOf(batch.severity(event.row));
    std::string_view service = batch.source();
    for (std::size_t i = 0; i < batch.columns().fields.size(); ++i) {
        if (batch.columns().fields[i].name != "service.name")
            continue;
        if (const auto value = batch.field(i, event.row))
            service = value->text;
    }
    line.service = plainText(service, 80);
    std::string_view title = batch.body(event.row);
    if (title.empty())
        title = batch.payload(event.row);
    const auto metric = batch.metricIndex(event.row);
    line.title = metric ? metricText(batch, *metric) : plainText(title, titleCharacters);
    return line;
}

Result<TraceLines> linesOfTrace(IndexReader& reader, const std::string& traceId, std::size_t most,
                                const std::stop_token& stop)
{
    const auto view = everythingWith(reader, printFilter(fieldIs("trace_id", traceId)));
    if (!view)
        return view.error();
    auto events = loadNewest(reader, *view, most + 1, stop);
    if (!events)
        return events.error();
    if (stop.stop_requested())
        return stopped();
    TraceLines trace;
    trace.isCut = events->size() > most;
    if (trace.isCut)
        events->erase(events->begin());
    for (const EventRef& event : *events)
        trace.lines.push_back(makeEventLine(event));
    return trace;
}

Result<std::vector<EventLine>> linesAround(IndexReader& reader, EventSeq seq, std::size_t count,
                                           const std::stop_token& stop)
{
    const auto event = reader.event(seq);
    if (!event)
        return event.error();
    const auto newest = reader.newest();
    if (!newest)
        return newest.error();
    auto blocks = reader.blocks({}, EventSeq{}, *newest);
    if (!blocks)
        return blocks.error();
    const std::string source(event->batch().source());
    std::erase_if(*blocks, [&source](const BlockInfo& block) { return block.source != source; });

    std::deque<EventLine> lines;
    const auto here = static_cast<std::size_t>(
        std::ranges::lower_bound(*blocks, seq, {}, &BlockInfo::lastSeq) - blocks->begin());
    std::size_t before = 0;
    for (std::size_t i = std::min(here + 1, blocks->size()); i-- > 0 && before < count;) {
        if (stop.stop_requested())
            return stopped();
        const auto stored = reader.load((*blocks)[i]);
        if (!stored) // damaged or removed: the rest is shown all the same
            continue;
        const std::size_t end = seq == EventSeq{} ? 0 : stored->rowsUpTo(EventSeq{number(seq) - 1});
        for (std::size_t row = end; row-- > 0 && before < count; ++before)
            lines.push_front(makeEventLine({*stored, static_cast<std::uint32_t>(row)}));
    }
    lines.push_back(makeEventLine(*event));
    std::size_t after = 0;
    for (std::size_t i = here; i < blocks->size() && after < count; ++i) {
        if (stop.stop_requested())
            return stopped();
        const auto stored = reader.load((*blocks)[i]);
        if (!stored)
            continue;
        for (std::size_t row = stored->rowsUpTo(seq); row < stored->batch->size() && after < count;
             ++row, ++after)
            lines.push_back(makeEventLine({*stored, static_cast<std::uint32_t>(row)}));
    }
    return std::vector<EventLine>(lines.begin(), lines.end());
}

EventLine makeEventLine(const Bookmark& bookmark)
{
    EventLine line;
    line.key = {bookmark.time, bookmark.seq};
    line.note = plainText(bookmark.note, titleCharacters);
    return line;
}

Result<std::vector<EventLine>> linesOfBookmarks(IndexReader& reader,
                                                const std::vector<Bookmark>& bookmarks,
                                                const std::stop_token& stop)
{
    std::vector<EventLine> lines;
    for (const Bookmark& bookmark : bookmarks) {
        if (stop.stop_requested())
            return stopped();
        const auto event = reader.event(bookmark.seq);
        EventLine line = makeEventLine(bookmark);
        if (event) {
            EventLine read = makeEventLine(*event);
            read.key = line.key;
            read.note = std::move(line.note);
            line = std::move(read);
        }
        line.isRemoved = !event;
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<LinkedEvent> findLinked(IndexReader& reader, const Permalink& link, const FilterPtr& filter,
                               const std::stop_token& stop)
{
    const auto* const named = std::get_if<EventLink>(&link);
    const auto event = named != nullptr ? reader.event(named->seq)
                                        : eventAt(reader, std::get<KafkaLink>(link), stop);
    if (!event)
        return event.error();
    return LinkedEvent{event->key(), !filter || matches(*filter, *event)};
}

} // namespace weir
