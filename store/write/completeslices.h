// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/indexwriter.h"
#include "store/write/metafile.h"
#include "store/write/slicewriter.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace weir {

/// The slices to which nothing is added any more: they are compacted, sealed, and removed when
/// retention no longer keeps them.
///
/// Thread: one at a time. `meta` and `options` outlive it.
class CompleteSlices final
{
public:
    CompleteSlices(MetaFile& meta, const WriterOptions& options);

    /// Precondition: ascending.
    void add(const SliceFile& slice, TimePoint lastReceived);

    /// Those that are sealed, or those that are not; ascending.
    std::vector<SliceFile> files(bool sealed) const;

    /// For compaction; valid until the next call. NotFound when retention has removed the slice.
    /// Precondition: it is not sealed.
    Result<SliceWriter*> writerOf(std::int64_t slice);
    /// Of the slice that is open for compaction; null when none is.
    Connection* connection();

    /// The whole of a slice is in its file; Busy while a reader holds that up. Nothing may be lost with
    /// its WAL: a reader may open the file in the very moment in which both are removed.
    Result<Done> merge(std::int64_t slice);
    /// Takes a copy of a slice, written under another name, in its place. NotFound as above. Durable
    /// when it returns; an error after that says that the old file is left, until the next start.
    Result<Done> adopt(const SliceFile& copy);

    /// Removes one, which readers and recovery see as retired. NotFound as above, and when another
    /// file has taken its place.
    Result<Done> remove(const SliceFile& slice);
    /// Removes the oldest: those with nothing in them that any source keeps so long, and others while
    /// there are too many bytes. `otherBytes`: of the index beside these slices.
    Result<Done> applyRetention(const RetentionPolicy& retention, TimePoint now,
                                std::uint64_t otherBytes);

    void close();

private:
    struct Slice
    {
        SliceFile slice;
        TimePoint lastReceived;
        std::uint64_t bytes = 0;
    };

    std::vector<Slice>::iterator find(std::int64_t slice);
    Result<Done> removeFiles(const SliceFile& slice);
    void closeIfOpen(std::int64_t slice);

    MetaFile& m_meta;
    const WriterOptions& m_options;
    std::vector<Slice> m_slices;
    std::unique_ptr<SliceWriter> m_open; ///< the one that is being compacted, if any
};

} // namespace weir
