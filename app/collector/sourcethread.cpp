// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/sourcethread.h"

#include <algorithm>
#include <exception>

namespace weir {

namespace {

std::string_view kindOf(const SourceConfig& source)
{
    return nameOf(static_cast<SourceKind>(source.input.index()));
}

} // namespace

SourceThread::SourceThread(CollectorSetup setup, BatchSink& sink, std::function<void()> ended)
    : m_setup(std::move(setup))
    , m_ended(std::move(ended))
    , m_sink(sink, m_setup.positions)
{
    m_fallback.name = m_setup.source.name;
    m_fallback.kind = kindOf(m_setup.source);
}

SourceThread::~SourceThread()
{
    requestStop();
    join();
}

void SourceThread::start()
{
    m_thread = std::jthread([this] { run(); });
}

void SourceThread::requestStop()
{
    std::shared_ptr<Collector> collector;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        collector = m_collector;
    }
    m_wake.notify_all();
    if (collector)
        collector->requestStop();
}

void SourceThread::join()
{
    if (m_thread.joinable())
        m_thread.join();
}

SourceStatus SourceThread::status() const
{
    std::shared_ptr<Collector> collector;
    SourceStatus status;
    std::string error;
    Outcome outcome = Outcome::Running;
    {
        const std::lock_guard lock(m_mutex);
        collector = m_collector;
        status = m_fallback;
        error = m_error;
        outcome = m_outcome;
    }
    if (collector)
        status = collector->status();
    if (!error.empty()) {
        status.state = SourceState::Failed;
        status.lastError = error;
        status.eventsPerSecond = 0;
    } else if (outcome == Outcome::Done) {
        status.state = SourceState::Ended;
        status.eventsPerSecond = 0;
    }
    return status;
}

void SourceThread::request(PositionRequest request)
{
    std::shared_ptr<Collector> collector;
    std::string error;
    {
        const std::lock_guard lock(m_mutex);
        if (m_outcome == Outcome::Running && m_error.empty())
            collector = m_collector;
        error = m_error;
    }
    if (collector)
        return collector->request(std::move(request));
    request.answer.give(Error{Error::Code::Unreachable, "",
                              error.empty() ? "the source is not running" : error});
}

SourceThread::Outcome SourceThread::outcome() const
{
    const std::lock_guard lock(m_mutex);
    return m_outcome;
}

void SourceThread::run()
{
    using namespace std::chrono_literals;
    std::chrono::milliseconds pause = 1s;
    for (;;) {
        const auto result = runOnce();
        {
            const std::lock_guard lock(m_mutex);
            m_error = result ? std::string() : result.error().text();
            if (m_stopping)
                return;
        }
        if (result)
            return finish(Outcome::Done);
        if (m_setup.untilEnd)
            return finish(Outcome::Failed);
        if (!waitToRetry(pause))
            return;
        pause = std::min<std::chrono::milliseconds>(pause * 2, 30s);
    }
}

Result<Done> SourceThread::runOnce()
{
    if (m_setup.quarantine)
        m_setup.quarantine->investigate([this] {
            const std::lock_guard lock(m_mutex);
            return m_stopping;
        });
    CollectorSetup setup = m_setup;
    setup.positions = m_sink.positions();
    auto made = makeCollector(std::move(setup));
    if (!made)
        return made.error();
    const std::shared_ptr<Collector> collector = std::move(*made);
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return Done{};
        m_collector = collector;
        m_error.clear();
    }
    try {
        return collector->run(m_sink);
    } catch (const std::exception& exception) {
        // A collector lets none out; one that does must not take the others with it.
        return Error{Error::Code::Io, m_setup.source.name, exception.what()};
    }
}

/// False when asked to stop.
bool SourceThread::waitToRetry(std::chrono::milliseconds pause)
{
    std::unique_lock lock(m_mutex);
    return !m_wake.wait_for(lock, pause, [this] { return m_stopping; });
}

void SourceThread::finish(Outcome outcome)
{
    {
        const std::lock_guard lock(m_mutex);
        m_outcome = outcome;
    }
    m_ended();
}

} // namespace weir
