// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/sourceset.h"

#include "core/offsetranges.h"

#include <algorithm>

namespace weir {

SourceSet::SourceSet(BatchSink& sink, Indexed indexed, KeyringReader keyring, bool untilEnd,
                     std::function<void()> ended)
    : m_sink(sink)
    , m_indexed(std::move(indexed))
    , m_keyring(std::move(keyring))
    , m_untilEnd(untilEnd)
    , m_ended(std::move(ended))
{
}

void SourceSet::apply(const std::vector<SourceConfig>& sources)
{
    std::vector<Entry> entries;
    for (const SourceConfig& config : sources) {
        Entry* known = find(config.name);
        if (known != nullptr && known->config == config) {
            entries.push_back(std::move(*known));
            continue;
        }
        if (known != nullptr)
            halt(*known);
        Entry entry;
        entry.config = config;
        start(entry);
        entries.push_back(std::move(entry));
    }
    for (Entry& left : m_entries)
        halt(left);
    m_entries = std::move(entries);
}

Result<Done> SourceSet::pause(const std::string& name)
{
    Entry* entry = find(name);
    if (entry == nullptr)
        return Error{Error::Code::NotFound, name, "no source has this name"};
    halt(*entry);
    return Done{};
}

Result<Done> SourceSet::resume(const std::string& name)
{
    Entry* entry = find(name);
    if (entry == nullptr)
        return Error{Error::Code::NotFound, name, "no source has this name"};
    if (!entry->thread)
        start(*entry);
    return Done{};
}

void SourceSet::request(const std::string& name, PositionRequest request)
{
    const Entry* entry = find(name);
    if (entry == nullptr)
        request.answer.give(Error{Error::Code::NotFound, name, "no source has this name"});
    else if (entry->thread)
        entry->thread->request(std::move(request));
    else
        request.answer.give(Error{Error::Code::Busy, name, "is paused: resume it first"});
}

void SourceSet::forget(const std::string& name, const std::vector<StreamRange>& ranges)
{
    Entry* const entry = find(name);
    const bool isRunning = entry != nullptr && entry->thread;
    if (isRunning)
        halt(*entry);
    for (StartPosition& position : m_positions[name]) {
        for (const StreamRange& range : ranges) {
            if (range.stream.key() == position.stream.key())
                reopenRange(position.indexed, range.offsets);
        }
    }
    if (isRunning)
        start(*entry);
}

void SourceSet::stop()
{
    for (Entry& entry : m_entries) {
        if (entry.thread)
            entry.thread->requestStop();
    }
    for (Entry& entry : m_entries) {
        if (entry.thread)
            entry.thread->join();
    }
}

std::vector<SourceStatus> SourceSet::statuses() const
{
    std::vector<SourceStatus> statuses;
    for (const Entry& entry : m_entries) {
        if (entry.thread) {
            statuses.push_back(entry.thread->status());
            continue;
        }
        SourceStatus paused = entry.last;
        paused.name = entry.config.name;
        paused.kind = nameOf(static_cast<SourceKind>(entry.config.input.index()));
        paused.state = entry.problem.empty() ? SourceState::Paused : SourceState::Failed;
        paused.lastError = entry.problem;
        paused.eventsPerSecond = 0;
        statuses.push_back(std::move(paused));
    }
    return statuses;
}

bool SourceSet::haveAllEnded() const
{
    return std::ranges::none_of(m_entries, [](const Entry& entry) {
        return entry.thread && entry.thread->outcome() == SourceThread::Outcome::Running;
    });
}

bool SourceSet::hasFailed() const
{
    return std::ranges::any_of(m_entries, [](const Entry& entry) {
        return entry.thread && entry.thread->outcome() == SourceThread::Outcome::Failed;
    });
}

std::vector<std::string> SourceSet::unreachableFor(std::chrono::steady_clock::duration limit)
{
    const auto now = std::chrono::steady_clock::now();
    std::vector<std::string> names;
    for (Entry& entry : m_entries) {
        if (!entry.thread || entry.thread->outcome() != SourceThread::Outcome::Running)
            continue;
        const SourceState state = entry.thread->status().state;
        if (state != SourceState::Connecting && state != SourceState::Retrying
            && state != SourceState::Stalled)
            entry.reachable = now;
        else if (now - entry.reachable > limit)
            names.push_back(entry.config.name);
    }
    return names;
}

void SourceSet::learnFiles()
{
    for (Entry& entry : m_entries) {
        if (!entry.thread || !std::holds_alternative<FileSource>(entry.config.input))
            continue;
        const auto known = entry.thread->positions();
        const auto indexed = m_indexed(entry.config.name);
        if (!indexed)
            continue;
        const bool knowsAll =
            std::ranges::all_of(*indexed, [&known](const StartPosition& position) {
                return std::ranges::any_of(known, [&position](const StartPosition& other) {
                    return other.stream.key() == position.stream.key();
                });
            });
        if (knowsAll)
            continue;
        halt(entry);
        start(entry);
    }
}

/// What is indexed, and what a source that was halted had on its way there.
Result<std::vector<StartPosition>> SourceSet::positionsOf(const std::string& source) const
{
    auto positions = m_indexed(source);
    const auto halted = m_positions.find(source);
    if (!positions || halted == m_positions.end())
        return positions;
    for (const StartPosition& own : halted->second) {
        const auto same = std::ranges::find_if(*positions, [&own](const StartPosition& position) {
            return position.stream.key() == own.stream.key();
        });
        if (same == positions->end()) {
            positions->push_back(own);
            continue;
        }
        for (const OffsetRange& range : own.indexed)
            addRange(same->indexed, range);
    }
    return positions;
}

void SourceSet::start(Entry& entry)
{
    auto positions = positionsOf(entry.config.name);
    // Not knowing what is indexed, it would be indexed again.
    entry.problem = positions ? std::string() : positions.error().text();
    if (!positions)
        return;
    CollectorSetup setup;
    setup.source = entry.config;
    setup.positions = std::move(*positions);
    setup.untilEnd = m_untilEnd;
    if (m_quarantine)
        setup.quarantine = m_quarantine(entry.config);
    setup.keyring = m_keyring;
    entry.thread = std::make_unique<SourceThread>(std::move(setup), m_sink, m_ended);
    entry.reachable = std::chrono::steady_clock::now();
    entry.thread->start();
}

void SourceSet::halt(Entry& entry)
{
    if (!entry.thread)
        return;
    entry.thread->requestStop();
    entry.thread->join();
    m_positions[entry.config.name] = entry.thread->positions();
    entry.last = entry.thread->status();
    entry.thread.reset();
}

SourceSet::Entry* SourceSet::find(const std::string& name)
{
    const auto found = std::ranges::find_if(
        m_entries, [&name](const Entry& entry) { return entry.config.name == name; });
    return found == m_entries.end() ? nullptr : &*found;
}

} // namespace weir
