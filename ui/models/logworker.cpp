// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/logworker.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t newestRows = 160; ///< more than the tallest screen shows
constexpr std::size_t firstRows = 16; ///< that are shown before the rest is there: a block each at worst
/// Long enough that publishing costs little beside it.
constexpr auto countingTurn = std::chrono::milliseconds(50);
/// Of a new question, so that it is soon seen how much is scanned.
constexpr auto firstTurn = std::chrono::milliseconds(25);
/// Rows that are few and far between cost a block each, so most wait until they have been counted.
constexpr auto rowsPause = std::chrono::milliseconds(200);
/// And then for no longer at a time than this, so that nobody who asks has to wait.
constexpr auto rowsTurn = std::chrono::milliseconds(30);
/// More that are new at once are counted block by block, by a scan of its own.
constexpr std::size_t mostBlocksFollowed = 64;

auto now()
{
    return std::chrono::steady_clock::now();
}

std::shared_ptr<const ResultMap> shared(const ResultMap& map)
{
    return std::make_shared<const ResultMap>(map);
}

/// Distances from the newest of rows [first, last] of which some are missing: each bucket begins at its
/// number all the same, so that what is left stays where it was.
std::vector<std::uint64_t> placesOf(const std::vector<LogRow>& rows, const ResultMap& matches,
                                    std::uint64_t first, std::uint64_t last)
{
    std::vector<std::uint64_t> fromEnds;
    const auto buckets = matches.bucketsOfRows(first, last);
    auto row = rows.begin();
    for (auto bucket = buckets.begin(); bucket != buckets.end(); ++bucket) {
        const auto next = std::next(bucket);
        std::uint64_t number = std::max(bucket->firstRow, first);
        for (; row != rows.end() && (next == buckets.end() || row->key.time < next->start); ++row)
            fromEnds.push_back(matches.total() - 1 - number++);
    }
    return fromEnds;
}

} // namespace

LogWorker::LogWorker(std::filesystem::path index, std::function<bool()> isInterrupted)
    : m_index(std::move(index))
    , m_isInterrupted(std::move(isInterrupted))
    , m_found(newestRows)
{
}

void LogWorker::begin(LogQuestion question, Ticket ticket)
{
    if (!m_question || question.range.from != m_question->range.from
        || question.range.to != m_question->range.to)
        m_allScan.reset();
    if (m_scan)
        m_ruledOut = {m_question->filter, m_scan->withoutMatches()};
    m_question = std::move(question);
    m_ticket = ticket;
    m_scan.reset();
    m_newest.clear();
    m_error.reset();
    m_errorTold = false;
    m_took = {};
}

void LogWorker::setForm(RowFormPtr form)
{
    m_form = std::move(form);
    m_formChanged = true;
}

bool LogWorker::fails(Error error)
{
    m_errorTold = m_errorTold && m_error && m_error->text() == error.text();
    m_error = std::move(error);
    m_scan.reset();
    m_allScan.reset();
    return false;
}

bool LogWorker::openReader()
{
    if (m_reader)
        return true;
    auto reader = IndexReader::open(m_index);
    if (!reader)
        return fails(reader.error());
    m_reader = std::move(*reader);
    return true;
}

bool LogWorker::startScan(EventSeq newest, const std::stop_token& stop)
{
    m_error.reset();
    m_errorTold = false;
    m_began = now();
    m_rowsAt = {};
    m_newest.clear();
    m_found = NewestPlaces(newestRows);
    m_scan =
        std::make_unique<ViewScan>(*m_reader, View{m_question->filter, m_question->range, newest});
    m_scan->onFound([this](const BlockInfo& block, const StoredBatch& stored,
                           const std::vector<std::uint32_t>& rows) {
        m_found.add(block, stored, rows);
    });
    const Filter& filter = *m_question->filter;
    if (m_ruledOut.filter && filter.isNarrowerThan(*m_ruledOut.filter))
        m_scan->ruleOut(m_ruledOut.blocks);
    if (const auto begun = m_scan->begin(); !begun)
        return fails(begun.error());
    if (!filter.matchesEverything() && !startAllScan(newest, stop))
        return false;
    // Headers count these without a look at their events.
    const bool isCountedByHeaders = filter.matchesEverything() || filter.severitiesOnly();
    if (isCountedByHeaders && !loadNewestRows(firstRows, stop))
        return false;
    m_hasFirstRowsOnly = isCountedByHeaders && m_newest.size() == firstRows;
    return true;
}

/// Headers alone answer it, so it is done at once.
bool LogWorker::startAllScan(EventSeq newest, const std::stop_token& stop)
{
    static const FilterPtr everything = [] {
        auto filter = Filter::compile({});
        return filter ? *filter : FilterPtr{};
    }();
    if (m_allScan && m_allScan->isComplete()) {
        const auto extended = m_allScan->extendTo(newest);
        return extended || fails(extended.error());
    }
    m_allScan = std::make_unique<ViewScan>(*m_reader, View{everything, m_question->range, newest});
    const auto done = m_allScan->run(stop);
    return done || fails(done.error());
}

/// Until something has to be told: rows where there were none, all is counted, or time is up.
bool LogWorker::countOn(const std::stop_token& stop)
{
    const auto end = now() + (m_scan->blocksDone() == 0 ? firstTurn : countingTurn);
    while (!m_scan->isComplete() && now() < end && !stop.stop_requested() && !m_isInterrupted()) {
        if (const auto stepped = m_scan->step(); !stepped)
            return fails(stepped.error());
        if (m_newest.empty() && m_found.count(m_scan->restEnds()) > 0)
            break;
    }
    if (m_scan->isComplete() && m_took == Nanoseconds{})
        m_took = now() - m_began;
    const bool isDue = m_newest.empty() || m_scan->isComplete() || now() - m_rowsAt > rowsPause;
    return !isDue || takeFoundRows(stop);
}

/// So much is new, as after hours asleep, that counting it at once would keep everybody waiting.
bool LogWorker::hasFallenBehind(EventSeq newest)
{
    // Who has paused keeps what is counted.
    if (m_isHeld || number(newest) - number(m_scan->view().ceiling) <= mostBlocksFollowed)
        return false;
    const auto blocks = m_scan->blocksUpTo(newest);
    return blocks && *blocks > mostBlocksFollowed && *blocks > m_scan->blocksTotal() / 4;
}

bool LogWorker::follow(EventSeq newest, const std::stop_token& stop)
{
    if (const auto extended = m_scan->extendTo(newest, stop); !extended)
        return fails(extended.error());
    if (stop.stop_requested()) {
        m_scan.reset();
        return false;
    }
    if (!m_question->filter->matchesEverything()) {
        if (const auto extended = m_allScan->extendTo(newest); !extended)
            return fails(extended.error());
    }
    return takeFoundRows(stop);
}

std::optional<LogSnapshot> LogWorker::advance(const std::stop_token& stop)
{
    if (!m_question || stop.stop_requested())
        return {};
    bool works = openReader();
    bool changed = false;
    if (works) {
        const auto newest = m_reader->newest();
        if (!newest) {
            m_reader.reset(); // the folder may be another one by the next look
            m_ruledOut = {};
            works = fails(newest.error());
        } else if (!m_scan) {
            works = startScan(*newest, stop) && countOn(stop);
            changed = true;
        } else if (std::exchange(m_hasFirstRowsOnly, false)) {
            works = loadNewestRows(newestRows, stop);
            changed = true;
        } else if (!m_scan->isComplete()) {
            // New events do not wait for the old ones to be counted.
            works =
                (m_isHeld || *newest == m_scan->view().ceiling || follow(*newest, stop))
                && countOn(stop);
            changed = true;
        } else if (*newest > m_scan->view().ceiling) {
            if (hasFallenBehind(*newest)) {
                m_took = {};
                works = startScan(*newest, stop) && countOn(stop);
            } else {
                works = follow(*newest, stop);
            }
            changed = true;
        } else if (hasRowsToTake()) {
            works = takeFoundRows(stop);
            changed = true;
        }
    }
    if (!works && !m_errorTold) {
        m_errorTold = true;
        changed = true;
    }
    if (std::exchange(m_formChanged, false) && m_scan && works) {
        remakeNewest(stop);
        changed = true;
    }
    return changed && !stop.stop_requested() ? std::optional(snapshot()) : std::nullopt;
}

LogSnapshot LogWorker::snapshot()
{
    LogSnapshot snapshot;
    snapshot.ticket = m_ticket;
    snapshot.form = m_form;
    snapshot.error = m_error;
    snapshot.view = {m_question->filter, m_question->range, {}};
    if (!m_scan)
        return snapshot;
    snapshot.view = m_scan->view();
    snapshot.matches = shared(m_scan->matches());
    snapshot.all = m_question->filter->matchesEverything() ? snapshot.matches
                                                           : shared(m_allScan->matches());
    snapshot.blocksDone = m_scan->blocksDone();
    snapshot.blocksTotal = m_scan->blocksTotal();
    snapshot.isComplete = m_scan->isComplete();
    snapshot.uncountedTo = m_scan->restEnds();
    snapshot.took = m_took;
    snapshot.newest = m_newest;
    return snapshot;
}

bool LogWorker::loadNewestRows(std::size_t count, const std::stop_token& stop)
{
    const auto events = loadNewest(*m_reader, m_scan->view(), count, stop);
    if (!events)
        return fails(events.error());
    m_newest.clear();
    addNewest(*events);
    return true;
}

/// One by one: which rows they are is known, and must not change while older ones are still searched.
void LogWorker::remakeNewest(const std::stop_token& stop)
{
    for (LogRow& row : m_newest) {
        if (stop.stop_requested())
            return;
        if (const auto event = m_reader->event(row.key.seq))
            row = makeLogRow(*event, m_question->filter.get(), m_form);
    }
}

bool LogWorker::hasRowsToTake() const
{
    return m_scan && m_found.count(m_scan->restEnds()) > 0;
}

/// The newest first, and all that are newer than what is there: nothing comes in between later.
bool LogWorker::takeFoundRows(const std::stop_token& stop)
{
    const TimePoint after = m_scan->restEnds();
    if (m_found.count(after) == 0)
        return true;
    const auto end = now() + rowsTurn;
    const auto events = m_found.take(*m_reader, after, [&](EventKey newest) {
        const bool isBetween = !m_newest.empty() && m_newest.front().key < newest;
        return !stop.stop_requested() && (isBetween || (now() < end && !m_isInterrupted()));
    });
    if (!events)
        return fails(events.error());
    m_rowsAt = now();
    addNewest(*events);
    return true;
}

void LogWorker::addNewest(const std::vector<EventRef>& events)
{
    const auto byKey = [](const LogRow& a, const LogRow& b) {
        return a.key < b.key;
    };
    auto rows = makeLogRows(events, m_question->filter.get(), m_form);
    m_newest.insert(m_newest.end(), std::make_move_iterator(rows.begin()),
                    std::make_move_iterator(rows.end()));
    std::inplace_merge(m_newest.begin(), m_newest.end() - static_cast<std::ptrdiff_t>(rows.size()),
                       m_newest.end(), byKey);
    // A block at an end of the range is searched to be counted, though its rows may be loaded already.
    const auto isSame = [](const LogRow& a, const LogRow& b) {
        return a.key == b.key;
    };
    m_newest.erase(std::unique(m_newest.begin(), m_newest.end(), isSame), m_newest.end());
    if (m_newest.size() > newestRows)
        m_newest.erase(m_newest.begin(), m_newest.end() - static_cast<std::ptrdiff_t>(newestRows));
    if (m_newest.size() == newestRows)
        m_found.ignoreUpTo(m_newest.front().key);
}

RowsAnswer LogWorker::rows(const RowsRequest& request, const std::stop_token& stop)
{
    const LogSnapshot& of = request.snapshot;
    RowsAnswer answer;
    answer.ticket = of.ticket;
    answer.ceiling = of.view.ceiling;
    answer.total = of.matches->total();
    answer.fromEnd = request.fromEnd;
    answer.asked = request.count;
    answer.form = of.form;
    answer.around = request.around;
    if (!m_reader || answer.total == 0)
        return answer;
    if (request.around) {
        const auto before = rowsBefore(*m_reader, of.view, *of.matches, *request.around, stop);
        if (!before) {
            answer.error = before.error();
            return answer;
        }
        answer.aroundFromEnd = answer.total - 1 - std::min(answer.total - 1, *before);
        answer.fromEnd = answer.aroundFromEnd / request.count * request.count;
    }
    if (answer.fromEnd < answer.total)
        loadRowsOf(of, answer, stop);
    return answer;
}

void LogWorker::loadRowsOf(const LogSnapshot& snapshot, RowsAnswer& answer,
                           const std::stop_token& stop)
{
    const std::uint64_t end = answer.total - answer.fromEnd;
    const std::uint64_t count = std::min<std::uint64_t>(answer.asked, end);
    const auto events = loadRows(*m_reader, snapshot.view, *snapshot.matches, end - count,
                                 static_cast<std::size_t>(count), stop);
    if (!events) {
        answer.error = events.error();
        return;
    }
    answer.rows = makeLogRows(*events, snapshot.view.filter.get(), snapshot.form);
    if (answer.rows.size() < count)
        answer.fromEnds = placesOf(answer.rows, *snapshot.matches, end - count, end - 1);
}

Result<EventDetails> LogWorker::event(EventSeq seq)
{
    if (!openReader())
        return *m_error;
    const auto event = m_reader->event(seq);
    if (!event)
        return event.error();
    return makeEventDetails(*event);
}

} // namespace weir
