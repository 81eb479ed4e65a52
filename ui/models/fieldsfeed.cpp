// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fieldsfeed.h"

#include "ui/models/fieldsworker.h"
#include "ui/models/threadturns.h"

#include <utility>

namespace weir {

namespace {

using std::chrono::steady_clock;

constexpr auto tellsEvery = std::chrono::milliseconds(150); ///< while it counts
/// Somebody who types looks at the rows; then at how many there are.
constexpr auto afterKey = std::chrono::milliseconds(25);
constexpr auto followsEvery = std::chrono::milliseconds(500);

} // namespace

struct FieldsFeed::Worker
{
    FieldsFeed& feed;
    FieldsWorker worker;
    steady_clock::time_point told;
    steady_clock::time_point followed;

    void run(const std::stop_token& stop)
    {
        runBehind(nicenessOfCounts);
        while (!stop.stop_requested()) {
            Inbox inbox = take(stop);
            if (stop.stop_requested())
                return;
            if (inbox.question) {
                worker.begin(std::move(*inbox.question));
                told = {};
            }
            if (inbox.advance) {
                // What is new is mostly counted before anybody is told that something is left.
                if (!worker.isScanning())
                    told = steady_clock::now();
                worker.follow(inbox.advance->ceiling, inbox.advance->from);
            }
            worker.advance();
            if (!worker.isScanning() || steady_clock::now() - told >= tellsEvery)
                tell();
        }
    }

    /// Waits when there is nothing left to count, and after a question.
    Inbox take(const std::stop_token& stop)
    {
        std::unique_lock lock(feed.m_mutex);
        if (!worker.isScanning()) {
            feed.m_wanted.wait(lock, stop, [this] {
                return feed.m_inbox.question || feed.m_inbox.advance;
            });
            // New events come in pushes; a new question does not wait for the next.
            if (!feed.m_inbox.question)
                feed.m_wanted.wait_until(lock, stop, followed + followsEvery,
                                         [this] { return feed.m_inbox.question.has_value(); });
        }
        // Another question may put it off again.
        while (feed.m_inbox.mustWait() && !stop.stop_requested()) {
            if (!feed.m_inbox.question->ceiling)
                feed.m_wanted.wait(lock, stop,
                                   [this] { return feed.m_inbox.question->ceiling.has_value(); });
            else
                feed.m_wanted.wait_until(lock, stop, feed.m_inbox.notBefore,
                                         [this] { return !feed.m_inbox.mustWait(); });
        }
        feed.m_isAsked = false;
        if (feed.m_inbox.advance)
            followed = steady_clock::now();
        return std::exchange(feed.m_inbox, {});
    }

    void tell()
    {
        FieldsWorker::Found found = worker.takeFound();
        if (!found.facets && !found.statistics && !found.around)
            return;
        told = steady_clock::now();
        {
            const std::lock_guard lock(feed.m_mutex);
            if (feed.m_inbox.question)
                return; // of an older question
            if (found.facets)
                feed.m_outbox.facets = std::move(found.facets);
            if (found.statistics)
                feed.m_outbox.statistics = std::move(found.statistics);
            if (found.around)
                feed.m_outbox.around = std::move(found.around);
        }
        feed.m_changed();
    }
};

FieldsFeed::FieldsFeed(std::filesystem::path index, std::function<void()> changed)
    : m_index(std::move(index))
    , m_changed(std::move(changed))
    , m_thread([this](const std::stop_token& stop) {
        Worker{*this, FieldsWorker(m_index, [this] { return m_isAsked.load(); }), {}, {}}.run(stop);
    })
{
}

FieldsFeed::~FieldsFeed() = default;

void FieldsFeed::ask(FieldsQuestion question)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.question = std::move(question);
    m_inbox.notBefore = steady_clock::now() + afterKey;
    m_inbox.advance.reset();
    m_outbox = {};
    m_isAsked = true;
    m_wanted.notify_one();
}

void FieldsFeed::rowsAreThere()
{
    const std::lock_guard lock(m_mutex);
    m_inbox.notBefore = {};
    m_wanted.notify_one();
}

void FieldsFeed::follow(EventSeq ceiling, TimePoint from)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.advance = Advance{ceiling, from};
    if (m_inbox.question && !m_inbox.question->ceiling)
        m_inbox.question->ceiling = ceiling;
    m_wanted.notify_one();
}

std::optional<Facets> FieldsFeed::takeFacets()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.facets, {});
}

std::optional<NumberStatistics> FieldsFeed::takeStatistics()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.statistics, {});
}

std::shared_ptr<const ResultMap> FieldsFeed::takeAround()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.around, {});
}

} // namespace weir
