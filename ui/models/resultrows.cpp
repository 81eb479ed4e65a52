// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resultrows.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

/// Matches in the bucket of this time and in all newer ones.
std::uint64_t rowsFrom(const ResultMap& matches, TimePoint time)
{
    if (time == TimePoint::max())
        return 0;
    const Nanoseconds bucket = matches.bucketLength();
    return matches.total()
        - matches.rowsBefore(time > TimePoint::min() + bucket ? time - bucket : TimePoint::min());
}

std::uint64_t rowsTooOld(const LogSnapshot& snapshot, TimePoint oldest)
{
    return std::min(snapshot.matches->rowsBefore(oldest), snapshot.matches->total());
}

/// Before anything is counted the newest rows are known already.
std::uint64_t rowsOf(const LogSnapshot& snapshot, std::uint64_t tooOld)
{
    const std::uint64_t counted = snapshot.matches->total() - tooOld;
    return snapshot.isComplete ? counted
                               : std::max<std::uint64_t>(counted, snapshot.newest.size());
}

} // namespace

void ResultRows::expect(Ticket ticket)
{
    m_expected = ticket;
    m_pending.reset();
    forgetAsked(); // the feed has dropped it
    emit asked();
}

void ResultRows::setSnapshot(LogSnapshot snapshot)
{
    if (snapshot.ticket != m_expected)
        return;
    const bool isEmpty =
        snapshot.matches->total() == 0 && snapshot.newest.empty() && !snapshot.error;
    if (m_holdsEmpty && isEmpty && !isCurrent() && hasSomethingToHold()) {
        if (m_earlier)
            showEarlier();
        m_keptBack = std::move(snapshot);
        emit changed();
        return;
    }
    // While it is being counted, the same ceiling grows at its old end: no row that is shown moves.
    const bool sameRows = isCurrent() && snapshot.view.ceiling == m_shown.view.ceiling;
    // What was under way when the pause began is shown all the same, for counting goes on from there.
    const bool isCounting = isCurrent() && !m_shown.isComplete;
    if (!m_isPaused || !isCurrent() || sameRows || isCounting) {
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
    const std::uint64_t loaded = rowsFrom(*m_shown.matches, m_loadedFrom);
    if (m_shown.ticket == m_lookedAt && snapshot.ticket != m_lookedAt)
        m_earlier = {std::move(m_shown), std::move(m_pages), m_loadedFrom};
    m_shown = std::move(snapshot);
    m_pending.reset();
    m_keptBack.reset();
    m_tooOld = rowsTooOld(m_shown, m_oldest);
    // Events that came late are counted late, so what was numbered before may be wrong.
    if (!sameRows || rowsFrom(*m_shown.matches, m_loadedFrom) != loaded)
        dropPages();
    emit changed();
}

void ResultRows::setLookedAt()
{
    m_lookedAt = m_shown.ticket;
    m_earlier.reset();
}

void ResultRows::forgetLookedAt()
{
    m_lookedAt.reset();
    m_earlier.reset();
}

/// An empty page that was looked at is nothing to go on looking at.
bool ResultRows::hasSomethingToHold() const
{
    if (!m_earlier)
        return count() > 0;
    return rowsOf(m_earlier->snapshot, rowsTooOld(m_earlier->snapshot, m_oldest)) > 0;
}

void ResultRows::showEarlier()
{
    m_shown = std::move(m_earlier->snapshot);
    m_pages = std::move(m_earlier->pages);
    m_loadedFrom = m_earlier->loadedFrom;
    m_earlier.reset();
    m_tooOld = rowsTooOld(m_shown, m_oldest);
    forgetAsked(); // what came meanwhile was of no use
}

void ResultRows::setHoldingEmpty(bool holds)
{
    m_holdsEmpty = holds;
    if (!holds && isHeld())
        show(*std::exchange(m_keptBack, {}));
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
    return rowsOf(m_shown, m_tooOld);
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
    const std::uint64_t tooOld = rowsTooOld(m_shown, time);
    if (tooOld == m_tooOld)
        return;
    m_tooOld = tooOld;
    emit changed();
}

const LogRow* ResultRows::row(std::uint64_t fromEnd) const
{
    const auto& newest = m_shown.newest;
    const bool isNewest = fromEnd < newest.size();
    if (!isNewest || !isNewestOfForm()) {
        const auto page = m_pages.find(fromEnd / pageRows);
        const auto at = static_cast<std::size_t>(fromEnd % pageRows);
        if (page != m_pages.end() && at < page->second.rows.size() && page->second.rows[at])
            return &*page->second.rows[at];
    }
    return isNewest ? &newest[newest.size() - 1 - static_cast<std::size_t>(fromEnd)] : nullptr;
}

void ResultRows::setForm(RowFormPtr form)
{
    if (form == m_form)
        return;
    m_form = std::move(form);
    forgetAsked(); // it is of another form
    emit changed();
}

void ResultRows::forgetAsked()
{
    for (auto& [number, page] : m_pages)
        page.askedAt = 0;
}

bool ResultRows::isRetired(std::uint64_t fromEnd) const
{
    if (fromEnd < m_shown.newest.size())
        return false;
    const auto page = m_pages.find(fromEnd / pageRows);
    return page != m_pages.end() && page->second.isLoaded && row(fromEnd) == nullptr;
}

std::optional<std::uint64_t> ResultRows::find(EventKey key) const
{
    const auto& newest = m_shown.newest;
    const auto at = std::lower_bound(
        newest.begin(), newest.end(), key,
        [](const LogRow& row, EventKey wanted) { return row.key < wanted; });
    if (at != newest.end() && at->key == key)
        return static_cast<std::uint64_t>(newest.end() - at - 1);
    for (const auto& [number, page] : m_pages) {
        for (std::size_t i = 0; i < page.rows.size(); ++i) {
            if (page.rows[i] && page.rows[i]->key == key)
                return number * pageRows + i;
        }
    }
    return {};
}

std::vector<RowsRequest> ResultRows::wanted(std::uint64_t first, std::uint64_t last)
{
    std::vector<RowsRequest> requests;
    const std::uint64_t end = std::min(last + 1, count());
    for (std::uint64_t number = first / pageRows; number * pageRows < end; ++number) {
        const std::uint64_t pageEnd = std::min((number + 1) * pageRows, end);
        if (pageEnd <= m_shown.newest.size() && isNewestOfForm())
            continue;
        const auto known = m_pages.find(number);
        if (known != m_pages.end() && isOnItsWay(known->second))
            continue;
        if (m_pages.size() >= maxPages)
            dropFarPages(number);
        requests.push_back(ask(number));
    }
    return requests;
}

bool ResultRows::isOnItsWay(const Page& page) const
{
    if (page.isLoaded && page.form == m_form)
        return true;
    return page.askedAt > 0 && m_requests - page.askedAt < requestsKept;
}

RowsRequest ResultRows::ask(std::uint64_t page)
{
    Page& asked = m_pages[page];
    asked.askedAt = ++m_requests;
    asked.counts = m_shown.matches;
    RowsRequest request{m_shown, page * pageRows, pageRows, {}};
    request.snapshot.newest.clear();
    request.snapshot.form = m_form;
    return request;
}

RowsRequest ResultRows::wantedAround(EventKey key)
{
    ++m_requests;
    m_aroundCounts = m_shown.matches;
    RowsRequest request{m_shown, 0, pageRows, key};
    request.snapshot.newest.clear();
    request.snapshot.form = m_form;
    return request;
}

std::uint64_t ResultRows::estimate(TimePoint time) const
{
    const std::uint64_t total = m_shown.matches->total();
    const std::uint64_t newer = total - m_shown.matches->rowsBefore(time);
    return std::min(newer, count() > 0 ? count() - 1 : 0);
}

bool ResultRows::isCounted(TimePoint time) const
{
    return m_shown.isComplete || m_shown.matches->rowsBefore(time) > 0;
}

void ResultRows::dropFarPages(std::uint64_t page)
{
    const auto distance = [page](std::uint64_t other) {
        return other > page ? other - page : page - other;
    };
    std::erase_if(m_pages, [&](const auto& entry) { return distance(entry.first) > maxPages / 4; });
}

void ResultRows::dropPages()
{
    m_pages.clear();
    m_loadedFrom = TimePoint::max();
}

void ResultRows::addRows(RowsAnswer answer)
{
    if (answer.ticket != m_shown.ticket || answer.ceiling != m_shown.view.ceiling)
        return;
    const std::uint64_t number = answer.fromEnd / pageRows;
    if (answer.around && !m_pages.contains(number)) {
        if (m_pages.size() >= maxPages)
            dropFarPages(number);
        m_pages[number].counts = m_aroundCounts;
    }
    const auto entry = m_pages.find(number);
    if (entry == m_pages.end() || (answer.form != m_form && entry->second.isLoaded))
        return;
    const TimePoint oldest = answer.rows.empty() ? TimePoint::max() : answer.rows.front().key.time;
    const Counts& counts = answer.around ? m_aroundCounts : entry->second.counts;
    if (rowsFrom(*counts, oldest) != rowsFrom(*m_shown.matches, oldest)) {
        m_pages.erase(entry); // numbered by a count that has been corrected since
    } else {
        m_loadedFrom = std::min(m_loadedFrom, oldest);
        fill(entry->second, number, answer);
        if (answer.around)
            emit located(*answer.around, answer.aroundFromEnd);
    }
    emit changed();
}

void ResultRows::fill(Page& page, std::uint64_t number, RowsAnswer& answer)
{
    page.isLoaded = true;
    page.form = answer.form;
    page.rows.clear();
    page.rows.resize(pageRows);
    for (std::size_t i = 0; i < answer.rows.size(); ++i) {
        const std::uint64_t fromEnd = answer.fromEnds.empty()
            ? answer.fromEnd + (answer.rows.size() - 1 - i)
            : answer.fromEnds[i];
        if (fromEnd / pageRows == number)
            page.rows[static_cast<std::size_t>(fromEnd % pageRows)] = std::move(answer.rows[i]);
    }
}

} // namespace weir
