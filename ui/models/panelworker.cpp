// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/panelworker.h"

#include <algorithm>

namespace weir {

namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

/// How long one advance() may read before it looks for a new question.
constexpr milliseconds turn{40};
/// While still reading, what is known so far is shown this often.
constexpr milliseconds progressInterval{150};

} // namespace

PanelWorker::PanelWorker(std::filesystem::path index, const Clock& clock, Publish publish)
    : m_index(std::move(index))
    , m_clock(clock)
    , m_publish(std::move(publish))
{
}

void PanelWorker::begin(const std::vector<PanelQuestion>& questions, PanelRange range)
{
    m_panels.clear();
    m_panels.resize(questions.size());
    m_range = range;
    m_errorTold = false;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        m_panels[i].question = questions[i];
        prepare(i, m_panels[i]);
    }
}

void PanelWorker::prepare(std::size_t number, Panel& panel)
{
    auto parsed = parseQuery(panel.question.query);
    if (auto* error = std::get_if<QueryError>(&parsed)) {
        PanelSnapshot snapshot;
        snapshot.queryError = std::move(*error);
        m_publish(number, std::move(snapshot));
        return;
    }
    const Query& query = std::get<Query>(parsed);
    auto filter = Filter::compile(query.filter);
    if (!filter) {
        fail(number, filter.error());
        return;
    }
    panel.filter = *filter;
    panel.aggregate = query.aggregate.value_or(Aggregate{});
}

bool PanelWorker::openReader()
{
    if (m_reader)
        return true;
    auto reader = IndexReader::open(m_index);
    if (!reader) {
        failAll(reader.error());
        return false;
    }
    m_reader = std::move(*reader);
    m_errorTold = false;
    return true;
}

bool PanelWorker::isScanning() const
{
    return std::any_of(m_panels.begin(), m_panels.end(),
                       [](const Panel& panel) { return panel.scan && !panel.scan->isComplete(); });
}

void PanelWorker::advance(const std::stop_token& stop)
{
    if (m_panels.empty() || !openReader())
        return;
    m_now = m_clock.now();
    const auto committed = m_reader->newest();
    if (!committed) {
        failAll(committed.error());
        return;
    }
    const EventSeq newest = std::min(*committed, m_range.ceiling.value_or(*committed));
    startAll(newest, stop);
    if (isScanning())
        scanOn(stop);
    if (!isScanning())
        follow(newest);
    publishDirty();
}

void PanelWorker::startAll(EventSeq newest, const std::stop_token& stop)
{
    const auto isWaiting = [](const Panel& panel) {
        return panel.filter && !panel.scan && !panel.tail;
    };
    if (std::none_of(m_panels.begin(), m_panels.end(), isWaiting))
        return;
    const auto totals = m_reader->totals();
    if (!totals) {
        failAll(totals.error());
        return;
    }
    m_oldest = totals->oldest;
    for (std::size_t i = 0; i < m_panels.size() && !stop.stop_requested(); ++i) {
        if (!isWaiting(m_panels[i]))
            continue;
        if (auto started = start(m_panels[i], newest, stop); !started)
            fail(i, started.error());
    }
}

Result<Done> PanelWorker::start(Panel& panel, EventSeq newest, const std::stop_token& stop)
{
    const TimePoint now = m_now;
    if (panel.question.wantsRows) {
        TimeRange range = m_range.fixed.value_or(TimeRange{});
        if (m_range.length)
            range.from = now - *m_range.length;
        auto tail = std::make_unique<PanelTail>(*m_reader, View{panel.filter, range, newest});
        if (auto loaded = tail->load(stop); !loaded)
            return loaded;
        panel.tail = std::move(tail);
        return Done{};
    }
    auto scan = PanelScan::begin(*m_reader,
                                 {panel.filter, panel.aggregate, m_range, newest, now, m_oldest});
    if (!scan)
        return scan.error();
    panel.scan = std::move(*scan);
    return Done{};
}

void PanelWorker::scanOn(const std::stop_token& stop)
{
    const auto end = Steady::now() + turn;
    while (isScanning() && Steady::now() < end && !stop.stop_requested()) {
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            Panel& panel = m_panels[i];
            if (!panel.scan || panel.scan->isComplete())
                continue;
            panel.isDirty = true;
            if (auto more = panel.scan->step(); !more)
                fail(i, more.error());
        }
    }
}

void PanelWorker::follow(EventSeq newest)
{
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        if (auto extended = extend(m_panels[i], newest); !extended)
            fail(i, extended.error());
    }
}

Result<Done> PanelWorker::extend(Panel& panel, EventSeq newest)
{
    const TimePoint now = m_now;
    if (panel.scan) {
        panel.scan->forgetUntil(now);
        if (newest > panel.scan->ceiling()) {
            panel.isDirty = true;
            return panel.scan->extendTo(newest);
        }
        panel.isDirty = panel.isDirty || panel.scan->hasNewWindow(now);
    }
    if (panel.tail) {
        if (m_range.length)
            panel.tail->forgetBefore(now - *m_range.length);
        if (newest > panel.tail->ceiling()) {
            panel.isDirty = true;
            return panel.tail->extendTo(newest);
        }
    }
    return Done{};
}

void PanelWorker::publishDirty()
{
    if (isScanning() && Steady::now() - m_published < progressInterval)
        return;
    m_published = Steady::now();
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        Panel& panel = m_panels[i];
        if (!panel.isDirty || (!panel.scan && !panel.tail))
            continue;
        panel.isDirty = false;
        m_publish(i, panel.scan ? panel.scan->snapshot(m_now) : panel.tail->snapshot());
    }
}

void PanelWorker::fail(std::size_t number, const Error& error)
{
    Panel& panel = m_panels[number];
    panel.filter.reset();
    panel.scan.reset();
    panel.tail.reset();
    PanelSnapshot snapshot;
    snapshot.error = error;
    m_publish(number, std::move(snapshot));
}

void PanelWorker::failAll(const Error& error)
{
    if (m_errorTold)
        return;
    m_errorTold = true;
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        if (!m_panels[i].filter)
            continue;
        PanelSnapshot snapshot;
        snapshot.error = error;
        m_publish(i, std::move(snapshot));
    }
}

} // namespace weir
