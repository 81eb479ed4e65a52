// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resultrows.h"

#include <algorithm>
#include <utility>

namespace weir {

void ResultRows::expect(Ticket ticket)
{
    m_expected = ticket;
    m_pending.reset();
}

void ResultRows::setSnapshot(LogSnapshot snapshot)
{
    if (snapshot.ticket != m_expected)
        return;
    // While it is being counted, the same ceiling grows at its old end: no row that is shown moves.
    const bool sameRows = isCurrent() && snapshot.view.ceiling == m_shown.view.ceiling;
    const bool isCounting = isCurrent() && !m_shown.isComplete;
    if (!m_isPaused || !isCurrent() || sameRows || isCounting) {
        if (m_isPaused && isCounting && !sameRows && !m_shown.newest.empty()) {
            const EventKey newest = m_shown.newest.back().key;
            emit inserted(static_cast<quint64>(
                std::count_if(snapshot.newest.begin(), snapshot.newest.end(),
                              [newest](const LogRow& row) { return row.key > newest; })));
        }
        show(std::move(snapshot));
        return;
    }
    m_pending = std::move(snapshot);
    emit changed();
}

void ResultRows::show(LogSnapshot snapshot)
{
    const bool sameRows =
        snapshot.ticket == m_shown.ticket && snapshot.view.ceiling == m_shown.view.ceiling;
    const bool becameComplete = snapshot.isComplete && !m_shown.isComplete;
    m_shown = std::move(snapshot);
    m_pending.reset();
    m_tooOld = std::min(m_shown.matches->rowsBefore(m_oldest), m_shown.matches->total());
    // Pages that were loaded from a count that was not whole may miss events that came late.
    if (!sameRows || becameComplete)
        m_pages.clear();
    emit changed();
}

void ResultRows::setPaused(bool paused)
{
    if (paused == m_isPaused)
        return;
    m_isPaused = paused;
    if (!paused && m_pending)
        show(std::move(*m_pending));
    emit pausedChanged(paused);
}

std::uint64_t ResultRows::count() const
{
    // Before anything is counted the newest rows are known already.
    const std::uint64_t counted = m_shown.matches->total() - m_tooOld;
    return m_shown.isComplete ? counted : std::max<std::uint64_t>(counted, m_shown.newest.size());
}

std::uint64_t ResultRows::newCount() const
{
    if (!m_pending)
        return 0;
    const std::uint64_t total = m_pending->matches->total();
    return total - std::min(total, m_shown.matches->total());
}

void ResultRows::setOldest(TimePoint time)
{
    m_oldest = time;
    const std::uint64_t tooOld =
        std::min(m_shown.matches->rowsBefore(time), m_shown.matches->total());
    if (tooOld == m_tooOld)
        return;
    m_tooOld = tooOld;
    emit changed();
}

const LogRow* ResultRows::row(std::uint64_t fromEnd) const
{
    const auto& newest = m_shown.newest;
    if (fromEnd < newest.size())
        return &newest[newest.size() - 1 - static_cast<std::size_t>(fromEnd)];
    const auto page = m_pages.find(fromEnd / pageRows);
    const auto at = static_cast<std::size_t>(fromEnd % pageRows);
    if (page == m_pages.end() || at >= page->second.rows.size())
        return nullptr;
    return &page->second.rows[at];
}

bool ResultRows::isRetired(std::uint64_t fromEnd) const
{
    if (fromEnd < m_shown.newest.size())
        return false;
    const auto page = m_pages.find(fromEnd / pageRows);
    return page != m_pages.end() && page->second.isLoaded
        && fromEnd % pageRows >= page->second.rows.size();
}

std::optional<std::uint64_t> ResultRows::find(EventKey key) const
{
    const auto& newest = m_shown.newest;
    for (std::size_t i = 0; i < newest.size(); ++i) {
        if (newest[i].key == key)
            return newest.size() - 1 - i;
    }
    for (const auto& [number, page] : m_pages) {
        for (std::size_t i = 0; i < page.rows.size(); ++i) {
            if (page.rows[i].key == key)
                return number * pageRows + i;
        }
    }
    return {};
}

std::vector<RowsRequest> ResultRows::wanted(std::uint64_t first, std::uint64_t last)
{
    std::vector<RowsRequest> requests;
    const std::uint64_t end = std::min(last + 1, count());
    for (std::uint64_t page = first / pageRows; page * pageRows < end; ++page) {
        const std::uint64_t pageEnd = std::min((page + 1) * pageRows, end);
        if (pageEnd <= m_shown.newest.size() || m_pages.contains(page))
            continue;
        if (m_pages.size() >= maxPages)
            dropFarPages(page);
        m_pages.emplace(page, Page{});
        requests.push_back({m_shown, page * pageRows, pageRows});
        requests.back().snapshot.newest.clear();
    }
    return requests;
}

void ResultRows::dropFarPages(std::uint64_t page)
{
    const auto distance = [page](std::uint64_t other) {
        return other > page ? other - page : page - other;
    };
    std::erase_if(m_pages, [&](const auto& entry) { return distance(entry.first) > maxPages / 4; });
}

void ResultRows::addRows(RowsAnswer answer)
{
    if (answer.ticket != m_shown.ticket || answer.ceiling != m_shown.view.ceiling)
        return;
    const auto entry = m_pages.find(answer.fromEnd / pageRows);
    if (entry == m_pages.end())
        return;
    entry->second.isLoaded = true;
    entry->second.rows.assign(std::make_move_iterator(answer.rows.rbegin()),
                              std::make_move_iterator(answer.rows.rend()));
    emit changed();
}

} // namespace weir
