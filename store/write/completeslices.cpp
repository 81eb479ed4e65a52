// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/completeslices.h"

#include <algorithm>

namespace weir {

namespace {

Error gone(std::int64_t slice)
{
    return {Error::Code::NotFound, std::to_string(slice), "retention has removed the slice"};
}

} // namespace

CompleteSlices::CompleteSlices(MetaFile& meta, const WriterOptions& options)
    : m_meta(meta)
    , m_options(options)
{
}

void CompleteSlices::add(const SliceFile& slice, TimePoint lastReceived)
{
    m_slices.push_back({slice, lastReceived, bytesOnDisk(slice.file)});
}

std::vector<SliceFile> CompleteSlices::files(bool sealed) const
{
    std::vector<SliceFile> files;
    for (const Slice& slice : m_slices) {
        if (isSealed(slice.slice.file) == sealed)
            files.push_back(slice.slice);
    }
    return files;
}

std::vector<CompleteSlices::Slice>::iterator CompleteSlices::find(std::int64_t slice)
{
    return std::find_if(m_slices.begin(), m_slices.end(), [slice](const Slice& candidate) {
        return candidate.slice.number == slice;
    });
}

Result<SliceWriter*> CompleteSlices::writerOf(std::int64_t slice)
{
    const auto found = find(slice);
    if (found == m_slices.end())
        return gone(slice);
    if (!m_open || m_open->facts().number != slice) {
        m_open.reset();
        auto opened =
            SliceWriter::open(found->slice.file, m_options.durability == Durability::Full);
        if (!opened)
            return opened.error();
        m_open = std::move(*opened);
    }
    return m_open.get();
}

Connection* CompleteSlices::connection()
{
    return m_open ? &m_open->connection() : nullptr;
}

Result<Done> CompleteSlices::merge(std::int64_t slice)
{
    const auto writer = writerOf(slice);
    if (!writer)
        return writer.error();
    Connection& connection = (*writer)->connection();
    if (connection.walBytes() == 0)
        return Done{};
    const auto merged = connection.checkpoint(Connection::Checkpoint::Truncate);
    if (!merged)
        return merged.error();
    return *merged ? Result<Done>(Done{})
                   : Error{Error::Code::Busy, connection.file().string(), "it is being read"};
}

Result<Done> CompleteSlices::adopt(const SliceFile& copy)
{
    const auto found = find(copy.number);
    if (found == m_slices.end())
        return gone(copy.number);
    const auto old = found->slice.file;
    const SliceFile sealed{copy.number, nextRevisionOf(old)};
    std::error_code failed;
    std::filesystem::rename(copy.file, sealed.file, failed);
    if (failed)
        return Error{Error::Code::Io, copy.file.string(), failed.message()};
    if (const auto done = syncToDisk(m_options.folder); !done)
        return done;
    if (const auto done = m_meta.addSlice(sealed); !done)
        return done;
    closeIfOpen(copy.number);
    found->slice = sealed;
    found->bytes = bytesOnDisk(sealed.file);
    return removeDatabase(old); // nobody opens it any more
}

Result<Done> CompleteSlices::applyRetention(const RetentionPolicy& retention, TimePoint now,
                                            std::uint64_t otherBytes)
{
    const auto longest = retention.longestAge();
    const auto most = retention.index.bytes;
    std::uint64_t bytes = otherBytes;
    for (const Slice& slice : m_slices)
        bytes += slice.bytes;
    for (auto oldest = m_slices.begin(); oldest != m_slices.end();) {
        const bool tooOld = longest && oldest->lastReceived < now - *longest;
        const bool tooMany = most && bytes > *most;
        if (!tooOld && !tooMany) {
            ++oldest;
            continue;
        }
        if (const auto done = removeFiles(oldest->slice); !done)
            return done.error();
        bytes -= oldest->bytes;
        oldest = m_slices.erase(oldest);
    }
    return Done{};
}

Result<Done> CompleteSlices::remove(const SliceFile& slice)
{
    const auto found = find(slice.number);
    if (found == m_slices.end() || found->slice.file != slice.file)
        return gone(slice.number);
    const auto removed = removeFiles(found->slice);
    if (removed)
        m_slices.erase(found);
    return removed;
}

Result<Done> CompleteSlices::removeFiles(const SliceFile& slice)
{
    closeIfOpen(slice.number);
    if (const auto done = m_meta.retire(slice.number); !done)
        return done.error();
    if (const auto done = removeDatabase(slice.file); !done)
        return done.error();
    return m_meta.forget(slice.number);
}

void CompleteSlices::closeIfOpen(std::int64_t slice)
{
    if (m_open && m_open->facts().number == slice)
        m_open.reset();
}

void CompleteSlices::close()
{
    // Best effort: what stays in its WAL is merged at the next start.
    if (m_open)
        (void)m_open->connection().checkpoint(Connection::Checkpoint::Truncate);
    m_open.reset();
}

} // namespace weir
