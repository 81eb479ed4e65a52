// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/slicebuilder.h"

#include <filesystem>
#include <memory>

namespace weir {

/// A slice that waits in `incoming/` for the writer of the index, who gives it its place. Its positions
/// are those of its own events only.
///
/// Is `NAME.part` until seal() makes it `NAME.db`; what is not sealed is removed.
/// Thread: one at a time.
class IncomingSlice final
{
public:
    /// `name` is without the ending.
    static Result<std::unique_ptr<IncomingSlice>> create(const std::filesystem::path& name,
                                                         TimePoint now);

    Result<Done> append(const EncodedBatch& encoded) { return m_slice->append(encoded); }
    std::uint64_t events() const { return m_slice->events(); }
    Result<std::uint64_t> bytes() { return m_slice->bytes(); }

    /// The file, whole and on the disk, which belongs to nobody now.
    Result<std::filesystem::path> seal();

private:
    IncomingSlice(std::filesystem::path name, std::unique_ptr<SliceBuilder> slice);

    const std::filesystem::path m_name;
    const std::unique_ptr<SliceBuilder> m_slice;
};

} // namespace weir
