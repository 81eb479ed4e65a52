// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "store/write/compactionplan.h"
#include "store/write/slicecompaction.h"
#include "store/write/sliceset.h"
#include "store/write/sourceretention.h"
#include "store/write/writerloop.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>

namespace weir {

/// Makes hot blocks cold in the background, one block at a time: reads and encodes in a thread of
/// its own with low priority and a read-only connection, and has the writer's thread commit what it
/// made. A slice that is complete is compacted a last time and sealed: copied to a file without
/// free pages and without WAL, which takes its place. Purges and the retention of single sources,
/// which take events out of sealed slices, are done here too.
///
/// A commit of new events waits for one short transaction at most, and whatever happens to this
/// thread, the index holds each event once.
///
/// Thread safety: start() and stop() from one thread.
class Compactor final
{
public:
    Compactor(WriterLoop& writer, CompactionOptions options, const Clock& clock);
    ~Compactor();
    Compactor(const Compactor&) = delete;
    Compactor& operator=(const Compactor&) = delete;

    /// `listener` outlives stop().
    void start(CommitListener& listener);
    /// Within about the time it takes to encode a block. Idempotent.
    void stop();

    /// As IndexWriter::purge(). From any thread, before stop() has begun.
    void purge(FilterPtr what, PurgeDone done);
    /// As IndexWriter::reread(). From any thread, before stop() has begun.
    void reread(std::string source, std::vector<StreamRange> ranges, RereadDone done);

private:
    /// Something that was asked for.
    struct Job
    {
        std::function<void(const std::stop_token& stop)> run;
        std::function<void(const Error& error)> refuse;
    };

    void run(const std::stop_token& stop);
    void note(const std::filesystem::path& slice, const Error& error);
    void mend(const std::filesystem::path& slice);
    void mendAllBut(const std::vector<SliceSet::Unsealed>& slices);
    void pause(std::chrono::milliseconds atMost, const std::stop_token& stop);
    void add(Job job);
    std::optional<Job> nextJob();
    Result<PurgeOutcome> purge(const PurgeChoice& what, const std::stop_token& stop);
    Result<PurgeOutcome> purgeSealed(const PurgeChoice& what, const std::stop_token& stop);
    Result<PurgeOutcome> purge(const SliceFile& slice, const PurgeChoice& what,
                               const std::stop_token& stop);
    Result<RereadOutcome> reread(const std::string& source, const std::vector<StreamRange>& ranges,
                                 const std::stop_token& stop);
    Result<Done> beginReread(const std::string& source, const std::vector<StreamRange>& ranges,
                             std::vector<Reread>& open, const std::stop_token& stop);
    Result<RereadOutcome> takeOut(const std::vector<Reread>& open, const std::stop_token& stop);
    Result<Done> sealAll(const std::stop_token& stop);
    Result<bool> retainOrStep(const std::stop_token& stop);
    Result<bool> retain(const std::stop_token& stop);
    using WriteCopy = std::function<Result<bool>(const std::filesystem::path& copy)>;
    Result<Done> rewrite(const SliceFile& slice, const WriteCopy& write,
                         const std::stop_token& stop);
    Result<bool> step(bool onlyComplete, const std::stop_token& stop);
    Result<bool> work(const SliceSet::Unsealed& slice, const std::stop_token& stop);
    Result<Done> seal(const SliceFile& slice, const std::stop_token& stop);

    WriterLoop& m_writer;
    const CompactionOptions m_options;
    const Clock& m_clock;
    std::unique_ptr<SliceCompaction> m_slice; ///< the one that was worked on last
    std::set<std::filesystem::path> m_unreadable; ///< slices that are left as they are
    /// What is in the way and has been told, by slice; without a name what may pass by itself.
    std::map<std::filesystem::path, Error> m_troubles;
    CommitListener* m_listener = nullptr; ///< since start()
    SourceRetention m_retention;
    std::chrono::steady_clock::time_point m_nextRetention;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_woken;
    std::deque<Job> m_jobs;

    std::jthread m_thread; // last, so destroyed first
};

} // namespace weir
