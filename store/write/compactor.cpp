// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/compactor.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace weir {

namespace {

/// How often a purge tries to have a slice for itself, an interval apart.
constexpr int mostTries = 30;

/// Whoever else wants the processor gets it. Not SCHED_IDLE: what never runs never ends either, and
/// hot blocks would pile up on a machine that is busy for hours.
void lowerPriority()
{
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
}

} // namespace

Compactor::Compactor(WriterLoop& writer, CompactionOptions options, const Clock& clock)
    : m_writer(writer)
    , m_options(options)
    , m_clock(clock)
{
}

Compactor::~Compactor()
{
    stop();
}

void Compactor::start(CommitListener& listener)
{
    m_listener = &listener;
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Compactor::stop()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
    while (const auto left = nextJob())
        left->refuse(Error{Error::Code::Busy, {}, "the writer is stopping"});
}

void Compactor::purge(FilterPtr what, PurgeDone done)
{
    add({[this, choice = choiceOf(std::move(what)), done](const std::stop_token& stop) {
             done(purge(choice, stop));
         },
         [done](const Error& error) { done(error); }});
}

void Compactor::add(Job job)
{
    const std::lock_guard lock(m_mutex);
    m_jobs.push_back(std::move(job));
    m_woken.notify_all();
}

std::optional<Compactor::Job> Compactor::nextJob()
{
    const std::lock_guard lock(m_mutex);
    if (m_jobs.empty())
        return std::nullopt;
    std::optional<Job> next(std::move(m_jobs.front()));
    m_jobs.pop_front();
    return next;
}

void Compactor::run(const std::stop_token& stop)
{
    lowerPriority();
    while (!stop.stop_requested()) {
        if (const auto next = nextJob()) {
            next->run(stop);
            continue;
        }
        const auto more = retainOrStep(stop);
        if (more)
            mend({});
        if (more && *more)
            continue;
        m_slice.reset(); // nothing stays open of a slice that may be removed
        const bool hasFailed = !more && more.error().code != Error::Code::Busy;
        if (hasFailed)
            note({}, more.error());
        pause(hasFailed ? m_options.pauseAfterFailure : m_options.interval, stop);
    }
}

/// Tells what is in the way, once: it is met again in each round.
void Compactor::note(const std::filesystem::path& slice, const Error& error)
{
    const auto known = m_troubles.find(slice);
    if (known != m_troubles.end() && known->second.text() == error.text())
        return;
    m_troubles.insert_or_assign(slice, error);
    m_listener->compactionFailed(
        {error.code, error.subject,
         "cannot be compacted: " + error.detail + "; its events are kept and take more room"});
}

void Compactor::mend(const std::filesystem::path& slice)
{
    if (m_troubles.erase(slice) > 0 && m_troubles.empty())
        m_listener->compactionFailed({});
}

/// What has been sealed, replaced or removed is in nobody's way.
void Compactor::mendAllBut(const std::vector<SliceSet::Unsealed>& slices)
{
    std::vector<std::filesystem::path> gone;
    for (const auto& trouble : m_troubles) {
        const auto& slice = trouble.first; // no structured binding: clang 14 cannot capture those
        const bool isThere = std::any_of(slices.begin(), slices.end(), [&](const auto& unsealed) {
            return unsealed.slice.file == slice;
        });
        if (!slice.empty() && !isThere)
            gone.push_back(slice);
    }
    for (const auto& slice : gone)
        mend(slice);
}

/// Or until something is asked for.
void Compactor::pause(std::chrono::milliseconds atMost, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_woken.wait_for(lock, stop, atMost, [this] { return !m_jobs.empty(); });
}

/// Retention does not wait until compaction has nothing to do, nor compaction until the disk has
/// room again for what retention copies.
Result<bool> Compactor::retainOrStep(const std::stop_token& stop)
{
    Result<bool> retained = false;
    const auto now = std::chrono::steady_clock::now();
    if (now >= m_nextRetention) {
        retained = retain(stop);
        if (retained && *retained)
            return true;
        m_nextRetention = now + (retained ? m_options.interval : m_options.pauseAfterFailure);
    }
    const auto more = step(false, stop);
    return more && !*more ? retained : more;
}

/// Removes from one slice what is over by the retention of single sources. False when nothing is.
Result<bool> Compactor::retain(const std::stop_token& stop)
{
    RetentionPolicy policy;
    std::vector<SliceFile> slices;
    const auto listed = m_writer.call(
        [&](SliceSet& set) {
            policy = set.retention();
            slices = set.sealed();
            return Done{};
        },
        stop);
    const auto due = listed ? m_retention.next(policy, slices, m_clock.now()) : listed.error();
    if (!due)
        return due.error();
    if (!*due)
        return false;
    const SliceFile& slice = (*due)->slice;
    const auto copied = [&](const std::filesystem::path& copy) {
        return copyWithoutSources(slice, (*due)->sources, copy, stop);
    };
    const auto removeAll = [&slice](SliceSet& set) {
        return set.remove(slice);
    };
    const auto done = (*due)->isAll ? m_writer.call(removeAll, stop) : rewrite(slice, copied, stop);
    if (done)
        return true;
    // Not there: the retention of the index was faster, or somebody else was.
    if (!isOfTheFile(done.error()) && done.error().code != Error::Code::NotFound)
        return done.error();
    m_retention.leave(slice.file);
    return false;
}

/// One block, or one slice sealed. False when there is nothing to do.
Result<bool> Compactor::step(bool onlyComplete, const std::stop_token& stop)
{
    std::vector<SliceSet::Unsealed> slices;
    const auto listed = m_writer.call(
        [&slices](SliceSet& set) {
            slices = set.unsealed();
            return Done{};
        },
        stop);
    if (!listed)
        return listed.error();
    mendAllBut(slices);
    for (const SliceSet::Unsealed& slice : slices) {
        if (m_unreadable.count(slice.slice.file) != 0 || (onlyComplete && !slice.isComplete))
            continue;
        auto worked = work(slice, stop);
        if (worked && !*worked)
            continue;
        if (worked || !isOfTheFile(worked.error()))
            return worked;
        m_unreadable.insert(slice.slice.file);
        note(slice.slice.file, worked.error());
    }
    return false;
}

Result<bool> Compactor::work(const SliceSet::Unsealed& slice, const std::stop_token& stop)
{
    if (!m_slice || m_slice->file() != slice.slice.file) {
        auto opened = SliceCompaction::open(slice.slice.number, slice.slice.file, m_options);
        if (!opened)
            return opened.error().code == Error::Code::NotFound ? Result<bool>(false)
                                                                : opened.error();
        m_slice = std::move(*opened);
    }
    const auto next =
        slice.isComplete ? m_slice->nextOfComplete() : m_slice->nextDue(m_clock.now());
    if (!next)
        return next.error();
    if (const auto& damage = m_slice->damage())
        note(slice.slice.file, *damage);
    if (!*next && !slice.isComplete)
        return false;
    const auto replace = [&](SliceSet& set) {
        return set.replace(slice.slice.number, (*next)->blocks, (*next)->cold);
    };
    const auto done = *next ? m_writer.call(replace, stop) : seal(slice.slice, stop);
    // NotFound: retention was faster.
    return done || done.error().code == Error::Code::NotFound ? Result<bool>(true) : done.error();
}

Result<Done> Compactor::seal(const SliceFile& slice, const std::stop_token& stop)
{
    const SliceFile copy{slice.number, unfinished(nextRevisionOf(slice.file))};
    auto done = m_writer.call([&slice](SliceSet& set) { return set.merge(slice.number); }, stop);
    if (done)
        done = m_slice->connection().copyTo(copy.file, stop);
    m_slice.reset();
    if (done)
        done = m_writer.call([&copy](SliceSet& set) { return set.takeCopy(copy); }, stop);
    if (!done)
        (void)removeDatabase(copy.file);
    return done;
}

/// Everything that has been committed is in sealed slices then.
Result<Done> Compactor::sealAll(const std::stop_token& stop)
{
    const auto rotated =
        m_writer.call([this](SliceSet& set) { return set.rotate(m_clock.now()); }, stop);
    if (!rotated)
        return rotated;
    for (int tries = 0;;) {
        const auto more = step(true, stop);
        if (more && !*more)
            return Done{};
        if (more)
            continue;
        // A reader is in the middle of something.
        if (more.error().code != Error::Code::Busy || stop.stop_requested() || ++tries == mostTries)
            return more.error();
        pause(m_options.interval, stop);
    }
}

Result<PurgeOutcome> Compactor::purge(const PurgeChoice& what, const std::stop_token& stop)
{
    const auto sealed = sealAll(stop);
    return sealed ? purgeSealed(what, stop) : sealed.error();
}

Result<PurgeOutcome> Compactor::purgeSealed(const PurgeChoice& what, const std::stop_token& stop)
{
    std::vector<SliceFile> slices;
    const auto listed = m_writer.call(
        [&slices](SliceSet& set) {
            slices = set.sealed();
            return Done{};
        },
        stop);
    if (!listed)
        return listed.error();
    PurgeOutcome all{0, m_unreadable.size()};
    for (const SliceFile& slice : slices) {
        const auto purged = purge(slice, what, stop);
        if (!purged && isOfTheFile(purged.error())) {
            ++all.unreadable;
        } else if (purged) {
            all.events += purged->events;
            all.unreadable += purged->unreadable;
        } else if (purged.error().code != Error::Code::NotFound) { // retention was faster
            return purged.error();
        }
    }
    return all;
}

Result<PurgeOutcome> Compactor::purge(const SliceFile& slice, const PurgeChoice& what,
                                      const std::stop_token& stop)
{
    PurgeOutcome outcome;
    const auto purged = [&](const std::filesystem::path& copy) -> Result<bool> {
        const auto copied = copyWithout(slice, what, copy, stop);
        if (!copied)
            return copied.error();
        outcome = *copied;
        return outcome.events > 0;
    };
    const auto done = rewrite(slice, purged, stop);
    return done ? Result<PurgeOutcome>(outcome) : done.error();
}

/// Puts what `write` makes of a sealed slice in its place; false when it made nothing.
Result<Done> Compactor::rewrite(const SliceFile& slice, const WriteCopy& write,
                                const std::stop_token& stop)
{
    const SliceFile copy{slice.number, unfinished(nextRevisionOf(slice.file))};
    const auto written = write(copy.file);
    auto done = written ? Result<Done>(Done{}) : written.error();
    if (written && *written)
        done = m_writer.call([&copy](SliceSet& set) { return set.takeCopy(copy); }, stop);
    if (!done)
        (void)removeDatabase(copy.file);
    return done;
}

} // namespace weir
