// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/incomingfolder.h"
#include "store/write/incomingslice.h"
#include "store/write/indexwriter.h"

#include <memory>

namespace weir::cli {

/// Events into an index that somebody else may be writing: they are collected in slices below
/// `incoming/`, and a slice that is full is given to whoever writes the index: the collector where one
/// runs, else ourselves, with the lock.
///
/// Thread: one at a time.
class SliceHandover final
{
public:
    /// Gives over first what others have left, so that it is known as indexed.
    static Result<std::unique_ptr<SliceHandover>> begin(WriterOptions options);

    Result<Done> write(const EncodedBatch& encoded);
    /// Gives over what is left.
    Result<Done> finish();
    const std::filesystem::path& index() const { return m_options.folder; }
    /// Events that are in the index now.
    std::uint64_t adopted() const { return m_adopted; }

private:
    SliceHandover(WriterOptions options, std::unique_ptr<IncomingFolder> folder);

    Result<Done> giveAway();
    Result<Done> adopt(const std::filesystem::path& sealed) const;
    Result<Done> adoptOurselves(const std::filesystem::path& sealed) const;

    const WriterOptions m_options;
    const std::unique_ptr<IncomingFolder> m_folder;
    std::unique_ptr<IncomingSlice> m_slice;
    std::uint64_t m_adopted = 0;
};

} // namespace weir::cli
