// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fieldsworker.h"

#include "core/query/names.h"
#include "store/read/aggregatescan.h"
#include "ui/models/logrow.h"

#include <thread>
#include <utility>

namespace weir {

namespace {

using std::chrono::steady_clock;

/// Long enough that starting again costs little beside it, short enough to notice another question.
constexpr auto turn = std::chrono::milliseconds(15);
/// How much of a live range may have left it before it is given back.
constexpr auto leavesAfter = std::chrono::seconds(5);
/// Sketches give nothing back, so numbers of a live range are counted again, but seldom enough to
/// cost little: this time at least, and this many times as long as it took.
constexpr auto renewsAfter = std::chrono::seconds(5);
constexpr int renewsAfterTimes = 20;

/// Columns of their own show the others, as the list does.
bool isFacet(std::string_view column)
{
    return column == "service" || column == "service.name" || !isShownByColumn(column);
}

FilterPtr everything()
{
    static const FilterPtr filter = *Filter::compile({});
    return filter;
}

/// Whether a begin has moved on by as much as this at least.
bool hasMoved(TimePoint before, TimePoint now, Nanoseconds by)
{
    return now > before && before <= TimePoint::max() - by && before + by <= now;
}

bool isSameResult(const FieldsQuestion& a, const FieldsQuestion& b)
{
    return a.filter == b.filter && a.range == b.range;
}

} // namespace

FieldsWorker::FieldsWorker(std::filesystem::path index, std::function<bool()> isInterrupted)
    : m_index(std::move(index))
    , m_isInterrupted(std::move(isInterrupted))
{
}

bool FieldsWorker::open()
{
    if (m_reader)
        return true;
    auto reader = IndexReader::open(m_index);
    if (!reader)
        return false;
    m_reader = std::move(*reader);
    return true;
}

IndexReader* FieldsWorker::beside(const FieldScan& scan)
{
    if (!scan.isWorthTwo() || m_hasBesideFailed || std::thread::hardware_concurrency() < 2)
        return nullptr;
    if (!m_beside) {
        auto reader = IndexReader::open(m_index);
        if (reader)
            m_beside = std::move(*reader);
    }
    if (m_beside && !m_beside->newest()) // sees slices that are new
        m_beside.reset();
    m_hasBesideFailed = m_beside == nullptr;
    return m_beside.get();
}

View FieldsWorker::view() const
{
    return {m_question->filter, {m_from, m_question->range.to}, m_ceiling};
}

void FieldsWorker::begin(FieldsQuestion question)
{
    const bool isSame = m_question && isSameResult(*m_question, question);
    if (!isSame || !question.facets)
        dropFields();
    if (!isSame || m_question->statistics != question.statistics) {
        m_numbers.reset();
        m_nextNumbers.reset();
    }
    if (!m_question || m_question->around != question.around)
        m_around.reset();
    m_question = std::move(question);
    if (!isSame)
        m_from = m_question->range.from;
    // What goes on is told again: the telling of before may have been dropped with the question.
    m_fieldsChanged = m_numbersChanged = m_aroundChanged = true;
    m_hasBesideFailed = false;
    if (!open())
        return;
    if (!isSame) {
        const auto newest = m_reader->newest();
        if (!newest) {
            m_reader.reset(); // the folder may be another one by the next time
            m_beside.reset();
            return;
        }
        m_ceiling = m_question->ceiling.value_or(*newest);
    }
    startFields();
    startAround();
    if (!m_numbers)
        m_numbers = startNumbers();
}

void FieldsWorker::startFields()
{
    if (m_fields || !m_question->facets)
        return;
    m_fields = std::make_unique<FieldScan>(*m_reader, view(), isFacet);
    if (!m_fields->begin())
        m_fields.reset();
    else
        startLoose();
    m_fieldsChanged = true;
}

void FieldsWorker::startLoose()
{
    m_loose.clear();
    for (const LooseField& loose : m_question->loose) {
        const auto isWanted = [field = loose.field](std::string_view column) {
            return canonicalName(column) == field;
        };
        View all = view();
        all.filter = loose.others;
        const bool isFact = loose.field == "severity" || loose.field == "source";
        auto scan = isFact
            ? std::make_unique<FieldScan>(FieldScan::ofFacts(*m_reader, std::move(all)))
            : std::make_unique<FieldScan>(*m_reader, std::move(all), isWanted);
        if (scan->begin())
            m_loose.push_back({loose.field, std::move(scan)});
    }
}

void FieldsWorker::dropFields()
{
    m_fields.reset();
    m_loose.clear();
}

/// Null when all is counted.
FieldScan* FieldsWorker::fieldsToCount() const
{
    if (!m_fields || !m_fields->isComplete())
        return m_fields.get();
    for (const Loose& loose : m_loose) {
        if (!loose.scan->isComplete())
            return loose.scan.get();
    }
    return nullptr;
}

void FieldsWorker::startAround()
{
    if (m_around || m_question->around.isEmpty())
        return;
    m_around =
        std::make_unique<ViewScan>(*m_reader, View{everything(), m_question->around, m_ceiling});
    // Headers alone answer it, so it is done at once.
    if (!m_around->run({}))
        m_around.reset();
    m_aroundChanged = true;
}

std::unique_ptr<FieldsWorker::Numbers> FieldsWorker::startNumbers()
{
    if (m_question->statistics.empty())
        return {};
    auto numbers = std::make_unique<Numbers>(Numbers{NumberTally(m_question->statistics), {}});
    Aggregate average;
    average.function = Aggregate::Function::Average;
    average.field = m_question->statistics;
    numbers->scan = std::make_unique<ViewScan>(
        *m_reader, view(),
        [tally = &numbers->tally](const StoredBatch& stored, const auto& rows) {
            tally->add(stored, rows);
        },
        wantedBy(average));
    if (!numbers->scan->begin())
        return {};
    m_numbersBegan = steady_clock::now();
    m_numbersTook = {};
    m_numbersChanged = true;
    return numbers;
}

bool FieldsWorker::isScanning() const
{
    return fieldsToCount() != nullptr || (m_numbers && !m_numbers->scan->isComplete())
        || m_nextNumbers != nullptr;
}

void FieldsWorker::advance()
{
    if (FieldScan* const fields = fieldsToCount(); fields != nullptr && !countFields(*fields))
        dropFields();
    if (m_numbers && !m_numbers->scan->isComplete()) {
        m_numbersChanged = true;
        if (!countNumbers(*m_numbers))
            m_numbers.reset();
    } else if (m_nextNumbers) {
        if (!countNumbers(*m_nextNumbers)) {
            m_nextNumbers.reset();
        } else if (m_nextNumbers->scan->isComplete()) {
            m_numbers = std::move(m_nextNumbers);
            m_numbersChanged = true;
        }
    }
}

bool FieldsWorker::countFields(FieldScan& scan)
{
    m_fieldsChanged = true;
    IndexReader* const second = beside(scan);
    const auto end = steady_clock::now() + turn;
    const auto mustStop = [&] { return steady_clock::now() >= end || m_isInterrupted(); };
    return bool(scan.countOn(mustStop, second));
}

bool FieldsWorker::countNumbers(Numbers& numbers)
{
    const auto end = steady_clock::now() + turn;
    while (!numbers.scan->isComplete() && steady_clock::now() < end && !m_isInterrupted()) {
        if (!numbers.scan->step())
            return false;
    }
    if (numbers.scan->isComplete() && m_numbersTook.count() == 0)
        m_numbersTook = steady_clock::now() - m_numbersBegan;
    return true;
}

bool FieldsWorker::haveFieldsLeft() const
{
    return m_fields && m_fields->isComplete()
        && hasMoved(m_fields->view().range.from, m_from, leavesAfter);
}

/// More blocks would have to be given back than there are to count again, as after a long pause; and
/// giving back ends only when it is done.
bool FieldsWorker::haveFieldsMostlyLeft()
{
    if (!haveFieldsLeft())
        return false;
    const View& counted = m_fields->view();
    const auto gone = m_reader->blocks({counted.range.from, m_from}, EventSeq{}, counted.ceiling);
    const auto kept = m_reader->blocks({m_from, counted.range.to}, EventSeq{}, counted.ceiling);
    return gone && kept && gone->size() > kept->size();
}

bool FieldsWorker::leaveFieldsBehind()
{
    bool isGood = bool(m_fields->leaveBefore(m_from));
    for (const Loose& loose : m_loose) {
        if (isGood && loose.scan->isComplete())
            isGood = bool(loose.scan->leaveBefore(m_from));
    }
    return isGood;
}

void FieldsWorker::follow(EventSeq ceiling, TimePoint from)
{
    if (!m_question)
        return;
    if (!m_reader) {
        FieldsQuestion question = *std::exchange(m_question, {});
        question.ceiling = ceiling;
        begin(std::move(question)); // there may be an index now
        return;
    }
    const auto opened = m_reader->newest(); // sees slices that are new
    if (!opened) {
        m_reader.reset();
        m_beside.reset();
        dropFields();
        m_numbers.reset();
        m_nextNumbers.reset();
        m_around.reset();
        return;
    }
    m_from = std::max(m_from, from);
    m_ceiling = std::max(m_ceiling, ceiling);
    if (haveFieldsMostlyLeft())
        dropFields(); // begun again below
    if (haveFieldsLeft()) { // before what is new makes them incomplete
        if (!leaveFieldsBehind())
            dropFields();
        m_fieldsChanged = true;
    }
    // What is not done with the old ceiling gets the new one next time.
    const auto keepsUp = [this](auto& scan, bool& changed) {
        if (!scan.isComplete() || scan.view().ceiling >= m_ceiling)
            return true;
        changed = true;
        return bool(scan.extendTo(m_ceiling));
    };
    if (m_fields && !keepsUp(*m_fields, m_fieldsChanged))
        dropFields();
    for (const Loose& loose : m_loose) {
        if (!keepsUp(*loose.scan, m_fieldsChanged)) {
            dropFields();
            break;
        }
    }
    if (m_around && !keepsUp(*m_around, m_aroundChanged))
        m_around.reset();
    for (auto* numbers : {&m_numbers, &m_nextNumbers}) {
        if (*numbers && !keepsUp(*(*numbers)->scan, m_numbersChanged))
            numbers->reset();
    }
    // What could not be read then may be readable now.
    startFields();
    startAround();
    renewNumbers();
}

void FieldsWorker::renewNumbers()
{
    if (!m_numbers) {
        m_numbers = startNumbers();
        return;
    }
    const auto since = steady_clock::now() - m_numbersBegan;
    if (!m_nextNumbers && m_numbers->scan->isComplete() && since >= renewsAfter
        && since >= m_numbersTook * renewsAfterTimes
        && hasMoved(m_numbers->scan->view().range.from, m_from, renewsAfter))
        m_nextNumbers = startNumbers();
}

FieldsWorker::Found FieldsWorker::takeFound()
{
    Found found;
    if (std::exchange(m_fieldsChanged, false) && m_fields) {
        found.facets = makeFacets(m_fields->tally());
        found.facets->counted = m_fields->eventsCounted();
        found.facets->blocksDone = m_fields->blocksDone();
        found.facets->blocksTotal = m_fields->blocksTotal();
        found.facets->isComplete = m_fields->isComplete();
        for (const Loose& loose : m_loose) {
            found.facets->blocksDone += loose.scan->blocksDone();
            found.facets->blocksTotal += loose.scan->blocksTotal();
            found.facets->isComplete = found.facets->isComplete && loose.scan->isComplete();
            loosen(*found.facets, loose.field,
                   loose.scan->isFollowing() ? &loose.scan->tally() : nullptr);
        }
    }
    if (std::exchange(m_numbersChanged, false) && m_numbers) {
        found.statistics = m_numbers->tally.statistics();
        found.statistics->blocksDone = m_numbers->scan->blocksDone();
        found.statistics->blocksTotal = m_numbers->scan->blocksTotal();
        found.statistics->isComplete = m_numbers->scan->isComplete();
    }
    if (std::exchange(m_aroundChanged, false) && m_around)
        found.around = std::make_shared<const ResultMap>(m_around->matches());
    return found;
}

} // namespace weir
