// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/listposition.h"

namespace weir {

ListPosition::Numbering ListPosition::numbering() const
{
    const LogSnapshot& shown = m_rows.shown();
    return {shown.ticket, shown.view.ceiling, shown.isComplete};
}

void ListPosition::toNewest()
{
    m_isAtNewest = true;
    m_isSeeking = false;
    m_isWaiting = false;
    m_event.reset();
}

void ListPosition::hold(ListPlace place)
{
    m_isAtNewest = false;
    m_isSeeking = false;
    m_isWaiting = false;
    m_place = place;
    m_event.reset();
    if (place.row < m_rows.count()) {
        if (const LogRow* row = m_rows.row(place.row))
            m_event = row->key;
    }
    m_settled = numbering();
    m_asked.reset();
}

void ListPosition::seek(EventKey event, int top)
{
    m_isAtNewest = false;
    m_isSeeking = true;
    m_place.top = top;
    m_event = event;
    m_settled.reset();
    m_asked.reset();
}

std::optional<RowsRequest> ListPosition::settle()
{
    if (m_isAtNewest || !m_rows.isCurrent())
        return {};
    const Numbering now = numbering();
    const LogRow* held = m_place.row < m_rows.count() ? m_rows.row(m_place.row) : nullptr;
    if (!m_event) {
        if (held != nullptr && m_settled == now)
            m_event = held->key;
        m_settled = now;
        return {};
    }
    if (held != nullptr && held->key == *m_event) {
        m_settled = now;
        m_isSeeking = false;
        m_isWaiting = false;
        return {};
    }
    if (const auto row = m_rows.find(*m_event)) {
        located(*m_event, *row);
        return {};
    }
    if (m_settled == now || m_rows.count() == 0)
        return {};
    m_isWaiting = !m_rows.isCounted(m_event->time);
    if (m_isWaiting)
        return {};
    m_place.row = m_rows.estimate(m_event->time);
    // While counting goes on each count is another answer.
    const Asked asked{now, m_rows.shown().matches->total()};
    if (m_asked == asked)
        return {};
    m_asked = asked;
    return m_rows.wantedAround(*m_event);
}

void ListPosition::located(EventKey event, std::uint64_t row)
{
    if (m_isAtNewest || m_event != event)
        return;
    m_place.row = row;
    m_isSeeking = false;
    m_isWaiting = false;
    m_settled = numbering();
    m_asked.reset();
}

} // namespace weir
