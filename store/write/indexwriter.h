// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertrecord.h"
#include "core/batchqueue.h"
#include "core/bookmark.h"
#include "core/clock.h"
#include "core/config/config.h"
#include "core/result.h"
#include "core/retention.h"
#include "core/storedbatch.h"
#include "store/write/compactionplan.h"
#include "store/write/indexlock.h"
#include "store/write/reread.h"
#include "store/write/slicepurge.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace weir {

/// Who wants to know what the writer did. Called in the writer's thread; must not block.
class CommitListener
{
public:
    CommitListener() = default;
    CommitListener(const CommitListener&) = delete;
    CommitListener& operator=(const CommitListener&) = delete;
    virtual ~CommitListener() = default;

    /// These batches can be read now; ascending by seq. Batches without events are left out.
    virtual void committed(const std::vector<StoredBatch>& batches) = 0;
    /// Events up to here came with a slice that was taken over: they can be read, and nothing else
    /// is said of them.
    virtual void adopted(EventSeq /*upTo*/) { }
    /// A whole second has passed; everything received before it has been announced. Whatever is
    /// committed later has `received` at or after it.
    virtual void ticked(TimePoint second) = 0;
    /// The index cannot be written (disk full, I/O error); tries again until it can. An error with
    /// an empty detail: it can again.
    virtual void failed(const Error& error) = 0;
    /// Something cannot be compacted (a block is damaged, the disk is full): its events are kept and
    /// read all the same. Once for each cause; an error with an empty detail: nothing is in the way
    /// any more. In the compactor's thread.
    virtual void compactionFailed(const Error& /*error*/) { }
};

struct WriterOptions
{
    std::filesystem::path folder;
    Durability durability = Durability::Normal;
    std::uint64_t sliceBytes = std::uint64_t{512} << 20;
    Nanoseconds sliceAge = std::chrono::hours(6);
    /// A slice from elsewhere below this, and with few blocks, is no slice of its own: its events are
    /// appended like any, so that many small imports do not make many files.
    std::uint64_t adoptedBytes = std::uint64_t{8} << 20;
    RetentionPolicy retention; ///< at first; that of single sources needs compaction
    /// Until a write that failed is tried again; then twice as long each time, at most 2 s.
    std::chrono::milliseconds firstPause{50};
    std::optional<CompactionOptions> compaction; ///< nothing: events stay in hot blocks
};

/// The only writer of an index: takes batches from the queue and commits their events together with
/// their positions and gaps, in a thread of its own that also owns every writable connection,
/// checkpoints, slice rotation and retention. A second thread compacts what was committed.
///
/// Thread safety: the functions may be called from any thread unless they say otherwise.
class IndexWriter final
{
public:
    /// Opens or creates the index. Precondition: the IndexLock of this folder is held. The thread
    /// starts with start(). TooNew, Corrupt, Denied, Full: as they say; nothing is overwritten.
    static Result<std::unique_ptr<IndexWriter>> open(WriterOptions options, BatchQueue& queue,
                                                     const Clock& clock);
    /// Drains and stops if stop() was not called.
    ~IndexWriter();
    IndexWriter(const IndexWriter&) = delete;
    IndexWriter& operator=(const IndexWriter&) = delete;

    /// Before start(): what is indexed, by source and Stream::key(), with the stream itself.
    struct IndexedStream
    {
        Stream stream;
        std::vector<OffsetRange> ranges; ///< ascending, not touching
    };
    std::vector<IndexedStream> positions(const std::string& source) const;
    /// Before start(): the evaluator's state and the newest seq in the index.
    AlertSnapshot alertSnapshot() const;
    EventSeq newest() const;

    /// `listener` outlives the writer.
    void start(CommitListener& listener);

    /// Closes the queue's way in, commits what is in it, checkpoints, ends the thread. Idempotent.
    /// While the index cannot be written it tries for a few seconds more, then gives up: what was
    /// not committed is lost to a source that cannot send it again, and failed() has said so.
    void stop();

    /// On: commits within 20 ms after the first new event; off: within 250 ms.
    void setFollowed(bool followed);

    /// Counts from the next second on.
    void setRetention(RetentionPolicy retention);

    /// Takes over a sealed slice of `incoming/` by its name; `adopted` is called in the writer's
    /// thread with the number of events. InvalidInput: it holds what is indexed already.
    void adopt(const std::string& name, std::function<void(Result<std::uint64_t>)> adopted);

    /// Saves the evaluator's state and its new transitions in one transaction of meta.db; `saved` is
    /// called in the writer's thread with the records' ids once they are durable. After stop() both
    /// this and noteNotification() write at once, in the thread of the caller.
    void saveAlerts(AlertSnapshot snapshot, std::vector<AlertRecord> records,
                    std::function<void(std::vector<std::int64_t>)> saved);
    /// Notes what was told for a record of the history.
    void noteNotification(std::int64_t record, std::string notification);

    /// Adds a bookmark or changes the note of one; takes one away. The function given, which may be
    /// empty, is called in the writer's thread once that is durable or has failed: it is not tried
    /// again.
    using BookmarkDone = std::function<void(Result<Done>)>;
    void keepBookmark(Bookmark bookmark, BookmarkDone kept);
    void dropBookmark(EventSeq seq, BookmarkDone dropped);

    /// Removes every event that has been committed and matches, so that none of its bytes is left in
    /// the index. Takes a while; `done` is called in another thread, with Busy when the writer stops
    /// before. What was done until then stays done. Precondition: compaction is on.
    void purge(FilterPtr what, PurgeDone done);

    /// Takes what is indexed of some ranges of a source out of the index, events and positions, so that
    /// the source fetches it again: it may do so once `done` has been called, in another thread. Gaps
    /// stay. Finishes all that was begun before, of any source, even when `ranges` are empty; the
    /// outcome names those, too. When it fails on the way, or the writer dies, all offsets still
    /// count as indexed, and it is finished by the next call.
    ///
    /// Preconditions: compaction is on; no source with open ranges was started from positions that were
    /// read since it was begun.
    void reread(std::string source, std::vector<StreamRange> ranges, RereadDone done);
    /// Before start(): the sources of which ranges were begun to be taken out and not finished.
    Result<std::set<std::string>> openRereads() const;

private:
    struct Private;
    explicit IndexWriter(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

} // namespace weir
