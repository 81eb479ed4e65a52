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

/// What is appended is in memory at once, and a cold block may be far smaller than what it holds.
constexpr std::int64_t mostSmallBlocks = 4;

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
Result<std::unique_ptr<SliceWriter>> SliceSet::openIncoming(const fs::path& incoming, TimePoint now)
{
    if (const auto done = finishBegun(now); !done)
        return done.error();
    std::error_code failed;
    if (!fs::exists(incoming, failed)) // opened, it would be made
        return Error{Error::Code::NotFound, incoming.string(), "no such file"};
    auto slice = SliceWriter::openUnshared(incoming);
    if (!slice || canFollow(**slice))
        return slice;
    slice->reset();
    if (const auto done = removeDatabase(incoming); !done)
        return done.error();
    return Error{Error::Code::InvalidInput, "",
                 "the same bytes have been indexed meanwhile, so none is added twice"};
}

Result<std::vector<EventBatchPtr>> SliceSet::smallSlice(const fs::path& incoming, TimePoint now)
{
    auto slice = openIncoming(incoming, now);
    if (!slice)
        return slice.error();
    const auto bytes = (*slice)->connection().contentBytes();
    if (!bytes)
        return bytes.error();
    const auto blocks = (*slice)->connection().number("SELECT count(*) FROM blocks");
    if (!blocks)
        return blocks.error();
    if (*bytes >= m_options.adoptedBytes || *blocks > mostSmallBlocks
        || (*slice)->facts().number != 0)
        return std::vector<EventBatchPtr>();
    // Of a cold block alone nobody knows its positions and gaps.
    auto batches = (*slice)->streams().asBatches();
    if (!batches)
        return batches;
    slice->reset();
    const auto reader = SliceReader::open(0, incoming);
    if (!reader)
        return reader.error();
    std::vector<BlockInfo> found;
    std::vector<Error> damaged;
    const EventSeq all{std::numeric_limits<std::uint64_t>::max()};
    if (const auto done = (*reader)->blocks({}, EventSeq{}, all, found, damaged); !done)
        return done.error();
    if (!damaged.empty())
        return damaged.front();
    for (const BlockInfo& block : found) {
        auto batch = (*reader)->load(block);
        if (!batch)
            return batch.error();
        batches->push_back(std::move(*batch));
    }
    return batches;
}

Result<std::uint64_t> SliceSet::adopt(const fs::path& incoming, TimePoint floor, TimePoint now)
{
    const auto small = smallSlice(incoming, now);
    if (!small)
        return small.error();
    if (!small->empty()) {
        const auto stored = append(*small, floor, now);
        if (!stored)
            return stored.error();
        const auto removed = removeDatabase(incoming);
        return removed ? eventsIn(*small) : Result<std::uint64_t>(removed.error());
    }
    auto slice = openIncoming(incoming, now);
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
    // What fails here takes nothing back; who needs the next slice tries again.
    (void)finishBegun(now);
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
    const SliceWriter::Facts facts = incoming->facts();
    // Nothing is added to it any more.
    const SliceFile slice{
        facts.number,
        nextRevisionOf(m_options.folder / sliceFileName(facts.number, facts.created))};
    const EventSeq next = incoming->newest() + 1;
    const TimePoint received = incoming->lastReceived();
    incoming.reset();
    // The slice says that the events of the one before are indexed, so they have to be durable.
    if (const auto done = syncToDisk(m_current->file().string() + "-wal"); !done)
        return done;
    if (std::rename(from.c_str(), slice.file.c_str()) != 0)
        return Error{Error::Code::Io, slice.file.string(), std::strerror(errno)};
    m_next = std::max(m_next, next);
    m_lastReceived = std::max(m_lastReceived, received);
    m_adopted = slice;
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
    return finishBegun(now);
}

} // namespace weir
