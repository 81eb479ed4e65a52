// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/sliceset.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::uint64_t seqsAtOnce = std::uint64_t{1} << 20;

/// While nobody waits for a commit the WAL is emptied early, so that one checkpoint stays short;
/// under load only when it is this large, because each costs two fsyncs.
constexpr std::uint64_t idleWalBytes = std::uint64_t{4} << 20;
constexpr std::uint64_t leastWalBytes = std::uint64_t{256} << 10;
constexpr std::uint64_t busyWalBytes = std::uint64_t{32} << 20;
/// Readers have kept the WAL from starting again; the writer then waits for a gap between them.
constexpr std::uint64_t longWalBytes = std::uint64_t{256} << 20;

/// Retention by bytes removes whole slices, so they must be small beside the limit.
constexpr std::uint64_t slicesPerLimit = 8;

} // namespace

SliceSet::SliceSet(WriterOptions options, std::unique_ptr<MetaFile> meta)
    : m_options(std::move(options))
    , m_meta(std::move(meta))
{
}

std::uint64_t SliceSet::sliceBytes() const
{
    if (!m_options.retentionBytes)
        return m_options.sliceBytes;
    return std::min(m_options.sliceBytes, *m_options.retentionBytes / slicesPerLimit);
}

Result<std::unique_ptr<SliceSet>> SliceSet::open(const WriterOptions& options, TimePoint now)
{
    auto meta = MetaFile::open(options.folder);
    if (!meta)
        return meta.error();
    std::unique_ptr<SliceSet> set(new SliceSet(options, std::move(*meta)));
    if (const auto done = set->finishRetired(); !done)
        return done.error();
    auto slices = set->findSlices();
    if (!slices)
        return slices.error();
    if (const auto done = set->openSlices(std::move(*slices), now); !done)
        return done.error();
    set->m_next = std::max(set->m_meta->nextSeq(), set->m_current->newest() + 1);
    set->m_lastReceived = set->m_current->lastReceived();
    if (const auto done = set->adoptLeftOvers(now); !done)
        return done.error();
    return set;
}

Result<Done> SliceSet::finishRetired()
{
    const auto retired = m_meta->slices(MetaFile::SliceState::Retired);
    if (!retired)
        return retired.error();
    for (const SliceFile& slice : *retired) {
        if (const auto done = removeDatabase(slice.file); !done)
            return done.error();
        if (const auto done = m_meta->forget(slice.number); !done)
            return done.error();
    }
    return Done{};
}

/// What meta.db lists and is there, and what is there without being listed: a slice whose writer
/// died before it could list it, or everything, when meta.db was lost.
Result<std::vector<SliceFile>> SliceSet::findSlices()
{
    auto files = listSliceFiles(m_options.folder);
    if (!files)
        return files.error();
    const auto listed = m_meta->slices(MetaFile::SliceState::InUse);
    if (!listed)
        return listed.error();
    const auto isIn = [](const std::vector<SliceFile>& slices, std::int64_t number) {
        return std::any_of(slices.begin(), slices.end(),
                           [number](const SliceFile& slice) { return slice.number == number; });
    };
    for (const SliceFile& slice : *listed) {
        if (isIn(*files, slice.number))
            continue;
        if (const auto done = m_meta->forget(slice.number); !done)
            return done.error();
    }
    for (const SliceFile& slice : *files) {
        if (isIn(*listed, slice.number))
            continue;
        const auto opened = SliceWriter::open(slice.file, fullSync());
        const auto done = opened                           ? m_meta->addSlice(slice)
            : opened.error().code == Error::Code::NotFound ? removeDatabase(slice.file)
                                                           : Result<Done>(opened.error());
        if (!done)
            return done.error();
    }
    const auto found = m_meta->slices(MetaFile::SliceState::InUse);
    if (!found)
        return found.error();
    return *found;
}

Result<Done> SliceSet::openSlices(std::vector<SliceFile> slices, TimePoint now)
{
    for (const SliceFile& slice : slices) {
        auto writer = SliceWriter::open(slice.file, fullSync());
        const bool isNewest = slice.number == slices.back().number;
        if (!writer) {
            // The newest holds the positions: without it nothing can go on. An older one that is
            // damaged costs what it holds, and readers say so.
            if (isNewest)
                return writer.error();
            m_complete.push_back({slice, now, bytesOnDisk(slice.file)});
            continue;
        }
        if (isNewest) {
            m_current = std::move(*writer);
            return Done{};
        }
        const TimePoint received = (*writer)->lastReceived();
        if ((*writer)->connection().walBytes() > 0)
            (void)(*writer)->connection().checkpoint(Connection::Checkpoint::Truncate);
        writer->reset();
        m_complete.push_back({slice, received, bytesOnDisk(slice.file)});
    }
    m_next = m_meta->nextSeq();
    return beginSlice(now);
}

Result<Done> SliceSet::beginSlice(TimePoint now)
{
    const auto number = nextNumber();
    if (!number)
        return number.error();
    const auto file = m_options.folder / sliceFileName(*number, now);
    // A try before this one may have failed half-way.
    if (const auto done = removeDatabase(file); !done)
        return done.error();

    // The new slice says that these events are indexed, so they have to be durable before it is.
    if (m_current) {
        if (const auto done = syncToDisk(m_current->file().string() + "-wal"); !done)
            return done.error();
    }
    const SliceWriter::Facts facts{*number, m_next, std::max(m_lastReceived, TimePoint{}), now};
    auto created = SliceWriter::create(file, facts, m_current.get(), fullSync());
    if (!created)
        return created.error();
    if (const auto done = syncToDisk(m_options.folder); !done)
        return done.error();
    if (const auto done = m_meta->addSlice({*number, file}); !done)
        return done.error();
    if (m_current)
        completeCurrent();
    m_current = std::move(*created);
    return Done{};
}

Result<std::int64_t> SliceSet::nextNumber()
{
    const auto highest = m_meta->highestSlice();
    if (!highest)
        return highest;
    return std::max(*highest, m_current ? m_current->facts().number : 0) + 1;
}

void SliceSet::completeCurrent()
{
    // Best effort: a reader in the middle of something leaves a WAL, which is read like any.
    (void)m_current->connection().checkpoint(Connection::Checkpoint::Truncate);
    const SliceFile slice{m_current->facts().number, m_current->file()};
    const TimePoint received = m_current->lastReceived();
    m_current.reset();
    m_complete.push_back({slice, received, bytesOnDisk(slice.file)});
}

Result<Done> SliceSet::rotateIfDue(TimePoint now)
{
    const bool hasEvents = m_current->newest() >= m_current->facts().base;
    const bool isOld = now - m_current->facts().created >= m_options.sliceAge;
    if (!hasEvents)
        return Done{};
    const auto bytes = m_current->connection().contentBytes();
    if (!bytes)
        return bytes.error();
    if (!isOld && *bytes < sliceBytes())
        return Done{};
    return beginSlice(now);
}

Result<Done> SliceSet::reserve(std::uint64_t events)
{
    if (m_next + events <= m_meta->nextSeq())
        return Done{};
    return m_meta->reserveUpTo(m_next + (events + seqsAtOnce));
}

Result<std::vector<StoredBatch>> SliceSet::append(const std::vector<EventBatchPtr>& batches,
                                                  TimePoint floor, TimePoint now)
{
    if (const auto done = openSuccessor(); !done)
        return done.error();
    if (const auto done = rotateIfDue(now); !done)
        return done.error();
    std::vector<StoredBatch> stored;
    EventSeq next = m_next;
    TimePoint received = std::max(floor, m_lastReceived);
    for (const EventBatchPtr& batch : batches) {
        stored.push_back({next, received, batch});
        if (batch->isEmpty())
            continue;
        next = next + batch->size();
        received = stored.back().received(batch->size() - 1);
    }
    if (const auto done = reserve(number(next) - number(m_next)); !done)
        return done.error();
    if (const auto done = m_current->append(stored); !done)
        return done.error();
    m_next = next;
    m_lastReceived = received;
    return stored;
}

Result<Done> SliceSet::checkpoint(bool isIdle)
{
    if (const auto done = openSuccessor(); !done)
        return done;
    // Small beside the slices, where those are small themselves.
    const std::uint64_t worthIt =
        std::min(isIdle ? idleWalBytes : busyWalBytes, std::max(sliceBytes() / 2, leastWalBytes));
    for (Connection* connection : {&m_current->connection(), &m_meta->connection()}) {
        const std::uint64_t wal = connection->walBytes();
        if (wal < worthIt)
            continue;
        const auto mode =
            wal < longWalBytes ? Connection::Checkpoint::Passive : Connection::Checkpoint::Restart;
        if (const auto done = connection->checkpoint(mode); !done)
            return done.error();
    }
    return Done{};
}

Result<Done> SliceSet::applyRetention(TimePoint now)
{
    if (const auto done = openSuccessor(); !done)
        return done;
    std::uint64_t bytes = bytesOnDisk(m_current->file()) + bytesOnDisk(m_meta->connection().file());
    for (const Complete& complete : m_complete)
        bytes += complete.bytes;
    for (auto oldest = m_complete.begin(); oldest != m_complete.end();) {
        const bool tooOld =
            m_options.retentionAge && oldest->lastReceived < now - *m_options.retentionAge;
        const bool tooMany = m_options.retentionBytes && bytes > *m_options.retentionBytes;
        if (!tooOld && !tooMany) {
            ++oldest;
            continue;
        }
        if (const auto done = remove(oldest->slice); !done)
            return done.error();
        bytes -= oldest->bytes;
        oldest = m_complete.erase(oldest);
    }
    return Done{};
}

Result<Done> SliceSet::remove(const SliceFile& slice)
{
    if (const auto done = m_meta->retire(slice.number); !done)
        return done.error();
    if (const auto done = removeDatabase(slice.file); !done)
        return done.error();
    return m_meta->forget(slice.number);
}

Result<Done> SliceSet::close()
{
    if (const auto done = openSuccessor(); !done)
        return done;
    const auto events = m_current->connection().checkpoint(Connection::Checkpoint::Truncate);
    if (!events)
        return events.error();
    // Only once the events are surely on the disk can their seqs be the last ones given.
    if (*events) {
        if (const auto done = m_meta->reserveUpTo(m_next); !done)
            return done.error();
    }
    const auto meta = m_meta->connection().checkpoint(Connection::Checkpoint::Truncate);
    return meta ? Result<Done>(Done{}) : meta.error();
}

} // namespace weir
