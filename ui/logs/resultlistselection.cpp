// SPDX-License-Identifier: GPL-3.0-or-later
// What is selected in the log list: events by keys and mouse, and text within one of them.
#include "ui/logs/resultlist.h"

#include "core/clock.h"

#include <QStringList>

#include <algorithm>

namespace weir {

std::optional<EventKey> ResultList::selected() const
{
    const auto current = m_selection.current();
    return current && m_selection.contains(*current) ? current : std::nullopt;
}

void ResultList::clearSelection()
{
    clearMark();
    m_pendingPick.reset();
    if (m_selection.isEmpty())
        return;
    m_selection.clear();
    viewport()->update();
    emit selectionChanged();
}

void ResultList::selectAll()
{
    const LogRow* newest = m_rows.count() > 0 ? m_rows.row(0) : nullptr;
    if (newest == nullptr)
        return;
    pause();
    clearMark();
    m_selection.selectAll({TimePoint::min(), EventSeq{}}, newest->key);
    viewport()->update();
    emit selectionChanged();
}

std::uint64_t ResultList::currentRow() const
{
    const auto current = m_selection.current();
    const auto row = current ? m_rows.find(*current) : std::nullopt;
    return std::min(row.value_or(m_currentRow), m_rows.count() - 1);
}

void ResultList::selectBy(std::int64_t olderRows, Pick how)
{
    if (m_rows.count() == 0)
        return;
    if (!m_selection.current()) {
        pick(bottomRow(), Pick::Only);
        return;
    }
    const std::uint64_t from = m_pendingPick ? m_pendingPick->row : currentRow();
    const auto distance = static_cast<std::uint64_t>(std::abs(olderRows));
    const std::uint64_t room = m_rows.count() - 1 - from;
    pick(olderRows >= 0 ? from + std::min(distance, room) : from - std::min(from, distance), how);
}

void ResultList::pick(std::uint64_t fromEnd, Pick how)
{
    pause();
    clearMark();
    m_position.hold(geometry().showing(fromEnd, anchor()));
    m_currentRow = fromEnd;
    m_pendingPick.reset();
    if (const LogRow* row = m_rows.row(fromEnd))
        applyPick(*row, fromEnd, how);
    else
        m_pendingPick = {fromEnd, how};
    linesMoved();
}

void ResultList::applyPick(const LogRow& row, std::uint64_t fromEnd, Pick how)
{
    const EventKey event = row.key;
    m_currentRow = fromEnd;
    switch (how) {
    case Pick::Only:
        m_selection.select(event);
        break;
    case Pick::Extend:
        m_selection.extendTo(event);
        break;
    case Pick::Toggle:
        m_selection.toggle(event);
        break;
    }
    viewport()->update();
    emit selectionChanged();
}

QString ResultList::lineText(const LogRow& row, const LogRow* above) const
{
    RowContext context;
    context.now = SystemClock().now();
    if (above != nullptr)
        context.above = above->key.time;
    return rowPainter().lineText(row, context);
}

const LogRow* ResultList::rowAbove(std::uint64_t fromEnd) const
{
    return fromEnd + 1 < m_rows.count() ? m_rows.row(fromEnd + 1) : nullptr;
}

QString ResultList::selectedText() const
{
    if (const QString marked = markedText(); !marked.isEmpty())
        return marked;
    QStringList lines;
    for (const ListSelection::Span& span : m_selection.spans()) {
        const auto newest = m_rows.find(span.last);
        const auto oldest = m_rows.find(span.first);
        if (!newest || !oldest)
            continue;
        for (std::uint64_t fromEnd = *oldest + 1; fromEnd-- > *newest;) {
            if (const LogRow* row = m_rows.row(fromEnd))
                lines.push_back(lineText(*row, rowAbove(fromEnd)));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

std::optional<MarkedText> ResultList::markIn(const LogRow& row) const
{
    if (!m_mark || m_mark->event != row.key || m_mark->to == m_mark->from.offset)
        return {};
    const int from = std::min(m_mark->from.offset, m_mark->to);
    return MarkedText{m_mark->from.column, from, std::max(m_mark->from.offset, m_mark->to) - from};
}

QString ResultList::markedText() const
{
    const auto at = m_mark ? m_rows.find(m_mark->event) : std::nullopt;
    const LogRow* row = at ? m_rows.row(*at) : nullptr;
    const auto marked = row != nullptr ? markIn(*row) : std::nullopt;
    if (!marked || static_cast<std::size_t>(marked->column) >= row->cells.size())
        return {};
    return row->cells[static_cast<std::size_t>(marked->column)].text.mid(marked->from,
                                                                         marked->length);
}

void ResultList::clearMark()
{
    if (!m_mark)
        return;
    m_mark.reset();
    viewport()->update();
}

} // namespace weir
