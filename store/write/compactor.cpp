// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/compactor.h"

#include <sys/resource.h>
#include <unistd.h>

namespace weir {

namespace {

/// After something went wrong: a full disk does not empty itself at once.
constexpr std::chrono::seconds pauseAfterFailure{30};

/// Whoever else wants the processor gets it. Not SCHED_IDLE: what never runs never ends either, and
/// hot blocks would pile up on a machine that is busy for hours.
void lowerPriority()
{
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
}

/// What another try would meet again; readers report it.
bool isOfTheFile(const Error& error)
{
    return error.code == Error::Code::Corrupt || error.code == Error::Code::TooNew;
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

void Compactor::start()
{
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Compactor::stop()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void Compactor::run(const std::stop_token& stop)
{
    lowerPriority();
    while (!stop.stop_requested()) {
        const auto more = step(stop);
        if (more && *more)
            continue;
        m_slice.reset(); // nothing stays open of a slice that may be removed
        std::unique_lock lock(m_mutex);
        m_woken.wait_for(lock, stop, more ? m_options.interval : pauseAfterFailure,
                         [] { return false; });
    }
}

/// One block, or one slice sealed. False when there is nothing to do.
Result<bool> Compactor::step(const std::stop_token& stop)
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
    for (const SliceSet::Unsealed& slice : slices) {
        if (m_unreadable.count(slice.slice.file) != 0)
            continue;
        auto worked = work(slice, stop);
        if (worked && !*worked)
            continue;
        if (worked || !isOfTheFile(worked.error()))
            return worked;
        m_unreadable.insert(slice.slice.file);
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
    const auto next = slice.isComplete ? m_slice->nextOfComplete() : m_slice->nextDue(m_clock.now());
    if (!next)
        return next.error();
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
    auto done = m_slice->connection().copyTo(copy.file, stop);
    m_slice.reset();
    if (done)
        done = m_writer.call([&copy](SliceSet& set) { return set.adopt(copy); }, stop);
    if (!done) {
        std::error_code ignored;
        std::filesystem::remove(copy.file, ignored);
    }
    return done;
}

} // namespace weir
