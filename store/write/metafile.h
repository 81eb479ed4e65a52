// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "store/connection.h"
#include "store/slicefiles.h"

#include <memory>
#include <vector>

namespace weir {

/// meta.db, open for writing: which slices are in use and which seqs are reserved. Every change is
/// durable when the function returns.
///
/// Thread: one at a time.
class MetaFile final
{
public:
    /// Opens or creates it.
    static Result<std::unique_ptr<MetaFile>> open(const std::filesystem::path& folder);

    enum class SliceState { InUse = 0, Retired = 1 };

    Result<std::vector<SliceFile>> slices(SliceState state);
    Result<Done> addSlice(const SliceFile& slice);
    /// Readers no longer use it; its files may go.
    Result<Done> retire(std::int64_t number);
    Result<Done> forget(std::int64_t number);
    /// The highest number a slice ever had.
    Result<std::int64_t> highestSlice();

    /// Seqs below are given away or reserved. 1 at first.
    EventSeq nextSeq() const { return m_nextSeq; }
    Result<Done> reserveUpTo(EventSeq next);

    Connection& connection() { return *m_connection; }

private:
    explicit MetaFile(std::unique_ptr<Connection> connection);

    std::unique_ptr<Connection> m_connection;
    std::filesystem::path m_folder;
    EventSeq m_nextSeq{1};
};

} // namespace weir
