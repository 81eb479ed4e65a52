// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "store/write/completeslices.h"
#include "store/write/indexwriter.h"
#include "store/write/metafile.h"
#include "store/write/slicewriter.h"

#include <memory>
#include <optional>
#include <vector>

namespace weir {

/// The files of an index as its writer sees them: the slice that is written, those that are
/// complete, and meta.db, which lists them. Begins new slices, checkpoints, and removes what
/// retention no longer keeps.
///
/// Thread: one at a time. Precondition: the IndexLock is held.
class SliceSet final
{
public:
    static Result<std::unique_ptr<SliceSet>> open(const WriterOptions& options, TimePoint now);

    /// Gives the batches their seqs and floors, and commits them. On failure the caller keeps them
    /// and calls again with at least the same.
    Result<std::vector<StoredBatch>> append(const std::vector<EventBatchPtr>& batches,
                                            TimePoint floor, TimePoint now);

    /// Copies the WAL into the file when it is worth it. `isIdle`: nobody waits for a commit now.
    Result<Done> checkpoint(bool isIdle);

    /// Makes a whole slice of `incoming/` a sealed slice of the index, the newest but for the one that
    /// is then begun, or appends its events where it is small; its file is gone from there afterwards.
    /// How many events. InvalidInput when it holds what is indexed already; then the file is gone, too.
    Result<std::uint64_t> adopt(const std::filesystem::path& incoming, TimePoint floor,
                                TimePoint now);
    /// What is to be appended in place of adopt(); nothing when it is not small. Errors as there.
    Result<std::vector<EventBatchPtr>> smallSlice(const std::filesystem::path& incoming,
                                                  TimePoint now);
    /// Removes whole slices; what single sources keep less long than others is not its concern.
    Result<Done> applyRetention(TimePoint now);
    void setRetention(RetentionPolicy retention) { m_retention = std::move(retention); }
    const RetentionPolicy& retention() const { return m_retention; }
    /// Everything in the files, WALs empty where no reader holds them; the seqs that were reserved
    /// but not used are given back.
    Result<Done> close();

    /// A slice whose blocks may still be compacted.
    struct Unsealed
    {
        SliceFile slice;
        bool isComplete = false; ///< nothing is added to it any more
    };
    /// Ascending.
    std::vector<Unsealed> unsealed() const;
    /// SliceWriter::replace() in one of them. NotFound when retention has removed it.
    Result<Done> replace(std::int64_t slice, const std::vector<std::int64_t>& blocks,
                         const SliceWriter::ColdWrite& cold);

    /// Everything of a complete slice is in its file then, before it is sealed. Busy while a reader
    /// holds that up.
    Result<Done> merge(std::int64_t slice) { return m_complete.merge(slice); }

    /// Begins a new slice where the current one has events, so that all there are now are in complete
    /// ones.
    Result<Done> rotate(TimePoint now);
    /// Those that are sealed; ascending.
    std::vector<SliceFile> sealed() const { return m_complete.files(true); }
    /// Takes the compact copy of a complete slice in its place; `copy` has the name it was written
    /// under. NotFound as above.
    Result<Done> takeCopy(const SliceFile& copy) { return m_complete.adopt(copy); }
    /// Removes a complete slice with all its events. NotFound as above.
    Result<Done> remove(const SliceFile& slice) { return m_complete.remove(slice); }

    /// Writes down, durably, what of the ranges is indexed, gaps left out, so that it may be taken
    /// out.
    Result<std::vector<Reread>> beginReread(const std::string& source,
                                            const std::vector<StreamRange>& wanted, TimePoint now);
    /// Those that were begun, also before the index was opened, and not ended.
    Result<std::vector<Reread>> openRereads();
    /// The events of these are gone: now they are no longer indexed, durably, and not open any more.
    Result<Done> endRereads(const std::vector<Reread>& rereads, TimePoint now);

    EventSeq newest() const { return EventSeq{number(m_next) - 1}; }
    TimePoint lastReceived() const { return m_lastReceived; }
    const StreamTable& streams() const { return m_current->streams(); }
    MetaFile& meta() { return *m_meta; }

private:
    SliceSet(WriterOptions options, std::unique_ptr<MetaFile> meta);

    Result<Done> openSlices(std::vector<SliceFile> slices, TimePoint now);
    Result<Done> makeSlice(TimePoint now);
    Result<Done> beginSlice(TimePoint now);
    Result<Done> finishBegun(TimePoint now);
    Result<std::int64_t> nextNumber();
    void completeCurrent();
    Result<Done> adoptLeftOvers(TimePoint now);
    Result<std::unique_ptr<SliceWriter>> openIncoming(const std::filesystem::path& incoming,
                                                      TimePoint now);
    Result<Done> place(SliceWriter& incoming, TimePoint floor, TimePoint now);
    bool canFollow(const SliceWriter& incoming) const;
    Result<Done> moveIn(std::unique_ptr<SliceWriter> incoming);
    bool hasEvents() const;
    Result<Done> rotateIfDue(TimePoint now);
    Result<Done> reserve(std::uint64_t events);
    bool fullSync() const { return m_options.durability == Durability::Full; }
    std::uint64_t sliceBytes() const;

    const WriterOptions m_options;
    RetentionPolicy m_retention;
    std::unique_ptr<MetaFile> m_meta;
    CompleteSlices m_complete;
    std::unique_ptr<SliceWriter> m_current;
    std::optional<SliceFile> m_adopted; ///< in the folder and newer than m_current; not listed yet
    std::unique_ptr<SliceWriter> m_made; ///< the next one, while it is not listed yet
    EventSeq m_next{1};
    TimePoint m_lastReceived = TimePoint::min();
};

} // namespace weir
