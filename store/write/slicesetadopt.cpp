// SPDX-License-Identifier: GPL-3.0-or-later
// How slices that were made elsewhere, such as by an import, become slices of the index. The rename
// into the folder is what decides: before it nothing has happened, after it the slice is the newest.
#include "store/read/slicereader.h"
#include "store/write/incomingfolder.h"
#include "store/write/sliceset.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>

namespace weir {

namespace fs = std::filesystem;

namespace {

std::uint64_t eventsIn(const SliceWriter& slice)
{
    return number(slice.newest()) + 1 - number(slice.facts().base);
}

std::uint64_t eventsIn(const std::vector<EventBatchPtr>& batches)
{
    std::uint64_t events = 0;
    for (const EventBatchPtr& batch : batches)
        events += batch->size();
    return events;
}

} // namespace

/// InvalidInput, and the file removed, when its events are in the index already.
Result<std::unique_ptr<SliceWriter>> SliceSet::openIncoming(const fs::path& incoming)
{
    if (const auto done = openSuccessor(); !done)
        return done.error();
    std::error_code failed;
    if (!fs::exists(incoming, failed)) // opened, it would be made
        return Error{Error::Code::NotFound, incoming.string(), "no such file"};
    auto slice = SliceWriter::open(incoming, fullSync());
    if (!slice || canFollow(**slice))
        return slice;
    slice->reset();
    if (const auto done = removeDatabase(incoming); !done)
        return done.error();
    return Error{Error::Code::InvalidInput, "",
                 "the same bytes have been indexed meanwhile, so none is added twice"};
}

Result<std::vector<EventBatchPtr>> SliceSet::smallSlice(const fs::path& incoming)
{
    std::vector<EventBatchPtr> batches;
    auto slice = openIncoming(incoming);
    if (!slice)
        return slice.error();
    const auto bytes = (*slice)->connection().contentBytes();
    if (!bytes)
        return bytes.error();
    if (*bytes >= m_options.adoptedBytes || (*slice)->facts().number != 0)
        return batches;
    slice->reset();
    const auto reader = SliceReader::open(0, incoming);
    if (!reader)
        return reader.error();
    std::vector<BlockInfo> blocks;
    std::vector<Error> damaged;
    const EventSeq all{std::numeric_limits<std::uint64_t>::max()};
    if (const auto done = (*reader)->blocks({}, EventSeq{}, all, blocks, damaged); !done)
        return done.error();
    if (!damaged.empty())
        return damaged.front();
    for (const BlockInfo& block : blocks) {
        auto batch = (*reader)->load(block);
        if (!batch)
            return batch.error();
        batches.push_back(std::move(*batch));
    }
    return batches;
}

Result<std::uint64_t> SliceSet::adopt(const fs::path& incoming, TimePoint floor, TimePoint now)
{
    const auto small = smallSlice(incoming);
    if (!small)
        return small.error();
    if (!small->empty()) {
        const auto stored = append(*small, floor, now);
        if (!stored)
            return stored.error();
        const auto removed = removeDatabase(incoming);
        return removed ? eventsIn(*small) : Result<std::uint64_t>(removed.error());
    }
    auto slice = openIncoming(incoming);
    if (!slice)
        return slice.error();
    const std::uint64_t events = eventsIn(**slice);
    auto done = place(**slice, floor, now);
    if (done)
        done = moveIn(std::move(*slice));
    if (!done) {
        // It has a place that will be another slice's, so it cannot be tried again.
        slice->reset();
        (void)removeDatabase(incoming);
        return done.error();
    }
    // That it could not be opened yet takes nothing back; who needs it next tries again.
    (void)openSuccessor();
    return events;
}

/// A slice that was given a place already, by a writer that died then, can have no other.
bool SliceSet::canFollow(const SliceWriter& incoming) const
{
    if (incoming.facts().number == 0)
        return !m_current->streams().overlaps(incoming.streams());
    return incoming.facts().number > m_current->facts().number
        && incoming.facts().base > m_current->newest();
}

Result<Done> SliceSet::place(SliceWriter& incoming, TimePoint floor, TimePoint now)
{
    if (incoming.facts().number != 0)
        return Done{};
    if (const auto done = reserve(eventsIn(incoming)); !done)
        return done;
    const auto number = nextNumber();
    if (!number)
        return number.error();
    const TimePoint received = std::max({floor, m_lastReceived, TimePoint{}});
    return incoming.follow(*m_current, {*number, m_next, received, now});
}

Result<Done> SliceSet::moveIn(std::unique_ptr<SliceWriter> incoming)
{
    const fs::path from = incoming->file();
    const SliceFile slice{incoming->facts().number,
                          m_options.folder
                              / sliceFileName(incoming->facts().number, incoming->facts().created)};
    const EventSeq next = incoming->newest() + 1;
    const TimePoint received = incoming->lastReceived();
    const auto merged = incoming->connection().checkpoint(Connection::Checkpoint::Truncate);
    incoming.reset();
    if (!merged || !*merged)
        return merged ? Error{Error::Code::Busy, from.string(), "is in use"} : merged.error();

    // The slice says that the events of the one before are indexed, so they have to be durable.
    if (const auto done = syncToDisk(m_current->file().string() + "-wal"); !done)
        return done;
    if (const auto done = removeDatabase(slice.file); !done)
        return done;
    if (const auto done = m_meta->addSlice(slice); !done)
        return done;
    if (std::rename(from.c_str(), slice.file.c_str()) != 0) {
        const int failure = errno;
        (void)m_meta->forget(slice.number);
        return Error{Error::Code::Io, slice.file.string(), std::strerror(failure)};
    }
    m_next = std::max(m_next, next);
    m_lastReceived = std::max(m_lastReceived, received);
    m_successor = slice.file;
    completeCurrent();
    (void)syncToDisk(m_options.folder);
    return Done{};
}

Result<Done> SliceSet::openSuccessor()
{
    if (m_current)
        return Done{};
    auto opened = SliceWriter::open(m_successor, fullSync());
    if (!opened)
        return opened.error();
    m_current = std::move(*opened);
    return Done{};
}

Result<Done> SliceSet::adoptLeftOvers(TimePoint now)
{
    for (const fs::path& file : incoming::leftOvers(m_options.folder)) {
        const auto adopted = adopt(file, TimePoint::min(), now);
        if (adopted || adopted.error().code == Error::Code::InvalidInput)
            continue;
        // Not a slice at all: whoever made it can make it again.
        if (adopted.error().code == Error::Code::Corrupt
            || adopted.error().code == Error::Code::NotFound)
            (void)removeDatabase(file);
    }
    return openSuccessor();
}

} // namespace weir
