// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/paneltail.h"

#include <algorithm>

namespace weir {

PanelTail::PanelTail(IndexReader& reader, View view)
    : m_reader(reader)
    , m_view(std::move(view))
{
}

Result<Done> PanelTail::load(const std::stop_token& stop)
{
    const auto events = loadNewest(m_reader, m_view, maxRows, stop);
    if (!events)
        return events.error();
    m_rows = makeLogRows(*events, m_view.filter.get());
    return Done{};
}

Result<Done> PanelTail::extendTo(EventSeq ceiling)
{
    const auto blocks = m_reader.blocks(m_view.range, m_view.ceiling, ceiling);
    if (!blocks)
        return blocks.error();
    for (const BlockInfo& block : *blocks) {
        const auto stored = m_reader.load(block);
        if (stored)
            addMatches(*stored, ceiling);
        else if (stored.error().code != Error::Code::NotFound) // retention was faster
            return stored.error();
    }
    m_view.ceiling = ceiling;
    return Done{};
}

void PanelTail::addMatches(const StoredBatch& stored, EventSeq ceiling)
{
    std::vector<std::uint32_t> rows;
    m_view.filter->select(stored, rows);
    std::vector<EventRef> events;
    for (const std::uint32_t row : rows) {
        const EventSeq seq = stored.seq(row);
        const bool isNew = seq > m_view.ceiling && seq <= ceiling;
        if (isNew && m_view.range.contains(stored.batch->time(row)))
            events.push_back({stored, row});
    }
    const auto isOlder = [](const auto& a, const auto& b) {
        return a.key() < b.key();
    };
    std::sort(events.begin(), events.end(), isOlder);
    // Only rows that will be shown are worth the making.
    if (events.size() > maxRows)
        events.erase(events.begin(), events.end() - static_cast<std::ptrdiff_t>(maxRows));

    std::vector<LogRow> fresh = makeLogRows(events, m_view.filter.get());
    m_rows.insert(m_rows.end(), std::make_move_iterator(fresh.begin()),
                  std::make_move_iterator(fresh.end()));
    std::sort(m_rows.begin(), m_rows.end(),
              [](const LogRow& a, const LogRow& b) { return a.key < b.key; });
    if (m_rows.size() > maxRows)
        m_rows.erase(m_rows.begin(), m_rows.end() - static_cast<std::ptrdiff_t>(maxRows));
}

void PanelTail::forgetBefore(TimePoint time)
{
    std::erase_if(m_rows, [time](const LogRow& row) { return row.key.time < time; });
}

PanelSnapshot PanelTail::snapshot() const
{
    PanelSnapshot snapshot;
    snapshot.rows = m_rows;
    snapshot.isComplete = true;
    snapshot.ceiling = m_view.ceiling;
    return snapshot;
}

} // namespace weir
