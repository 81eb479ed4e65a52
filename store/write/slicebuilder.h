// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/slicewriter.h"

#include <filesystem>
#include <memory>

namespace weir {

/// A slice that is made in one go, by somebody who is not the writer of an index. Its events are
/// numbered from 1, its blocks cold. It is of use only once it is finished: a crash before costs the file.
///
/// Thread: one at a time.
class SliceBuilder final
{
public:
    /// `number` as in docs/file-format.md. Precondition: there is no such file.
    static Result<std::unique_ptr<SliceBuilder>> create(const std::filesystem::path& file,
                                                        std::int64_t number, TimePoint now);
    /// Removes what is not finished.
    ~SliceBuilder();
    SliceBuilder(const SliceBuilder&) = delete;
    SliceBuilder& operator=(const SliceBuilder&) = delete;

    /// After what is there. After a failure nothing of the slice is of any use.
    Result<Done> append(const EncodedBatch& encoded);
    /// Where the seqs are the caller's: in the end they are 1, 2, … without a hole.
    Result<Done> append(const EncodedBatch& encoded, EventSeq first, TimePoint floor,
                        SeqRunsPtr runs);
    std::uint64_t events() const { return m_events; }
    Result<std::uint64_t> bytes() { return m_writer->connection().contentBytes(); }

    /// Everything on the disk, and the file closed: sealed, it needs no files beside it.
    Result<Done> finish();

private:
    SliceBuilder(std::filesystem::path file, std::unique_ptr<SliceWriter> writer);

    const std::filesystem::path m_file;
    std::unique_ptr<SliceWriter> m_writer; ///< null once it is finished
    std::uint64_t m_events = 0;
};

} // namespace weir
