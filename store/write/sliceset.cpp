// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/sliceset.h"

#include "store/write/slicerecovery.h"

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
    , m_retention(m_options.retention)
    , m_meta(std::move(meta))
    , m_complete(*m_meta, m_options)
{
}

std::uint64_t SliceSet::sliceBytes() const
{
    const auto most = m_retention.index.bytes;
    return most ? std::min(m_options.sliceBytes, *most / slicesPerLimit) : m_options.sliceBytes;
}

Result<std::unique_ptr<SliceSet>> SliceSet::open(const WriterOptions& options, TimePoint now)
{
    auto meta = MetaFile::open(options.folder);
    if (!meta)
        return meta.error();
    std::unique_ptr<SliceSet> set(new SliceSet(options, std::move(*meta)));
    auto slices = recoverSlices(set->meta(), options.folder, set->fullSync());
    if (!slices)
        return slices.error();
    if (const auto done = set->openSlices(std::move(*slices), now); !done)
        return done.error();
    if (const auto done = set->adoptLeftOvers(now); !done)
        return done.error();
    return set;
}

Result<Done> SliceSet::openSlices(std::vector<SliceFile> slices, TimePoint now)
{
    for (const SliceFile& slice : slices) {
        auto writer = isSealed(slice.file) ? SliceWriter::openSealed(slice.file)
                                           : SliceWriter::open(slice.file, fullSync());
        const bool isNewest = slice.number == slices.back().number;
        if (!writer) {
            // The newest holds the positions: without it nothing can go on. An older one that is
            // damaged costs what it holds, and readers say so.
            if (isNewest)
                return writer.error();
            m_complete.add(slice, now);
            continue;
        }
        if (isNewest) {
            m_current = std::move(*writer);
            break;
        }
        const TimePoint received = (*writer)->lastReceived();
        if ((*writer)->connection().walBytes() > 0)
            (void)(*writer)->connection().checkpoint(Connection::Checkpoint::Truncate);
        writer->reset();
        m_complete.add(slice, received);
    }
    m_next = m_meta->nextSeq();
    if (m_current) {
        m_next = std::max(m_next, m_current->newest() + 1);
        m_lastReceived = m_current->lastReceived();
    }
    // A sealed slice is the newest where somebody has removed those after it.
    return m_current && !isSealed(m_current->file()) ? Result<Done>(Done{}) : beginSlice(now);
}

Result<std::int64_t> SliceSet::nextNumber()
{
    const auto highest = m_meta->highestSlice();
    if (!highest)
        return highest;
    return std::max(*highest, m_current ? m_current->facts().number : 0) + 1;
}

/// Makes the file of the next slice, complete but not listed yet.
Result<Done> SliceSet::makeSlice(TimePoint now)
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
    m_made = std::move(*created);
    return Done{};
}

Result<Done> SliceSet::beginSlice(TimePoint now)
{
    // Kept when the rest fails: a listing that reported a failure may have reached the file, so what
    // it names must not be made anew.
    if (!m_made) {
        if (const auto done = makeSlice(now); !done)
            return done.error();
    }
    if (const auto done = syncToDisk(m_options.folder); !done)
        return done.error();
    if (const auto done = m_meta->addSlice({m_made->facts().number, m_made->file()}); !done)
        return done.error();

    if (m_current)
        completeCurrent();
    m_current = std::move(m_made);
    return Done{};
}

/// Whatever failed when it was begun: a slice that can be written to is the newest then.
Result<Done> SliceSet::finishBegun(TimePoint now)
{
    if (m_adopted) {
        if (const auto done = syncToDisk(m_options.folder); !done)
            return done;
        if (const auto done = m_meta->addSlice(*m_adopted); !done)
            return done;
        auto adopted = SliceWriter::openSealed(m_adopted->file);
        if (!adopted)
            return adopted.error();
        completeCurrent();
        m_current = std::move(*adopted);
        m_adopted.reset();
    }
    return m_made || isSealed(m_current->file()) ? beginSlice(now) : Done{};
}

void SliceSet::completeCurrent()
{
    // Best effort: a reader in the middle of something leaves a WAL, which is read like any.
    (void)m_current->connection().checkpoint(Connection::Checkpoint::Truncate);
    const SliceFile slice{m_current->facts().number, m_current->file()};
    const TimePoint received = m_current->lastReceived();
    const bool isEmpty = !hasEvents();
    m_current.reset();
    m_complete.add(slice, received);
    if (isEmpty)
        (void)m_complete.remove(slice); // if it stays, it is one like any
}

bool SliceSet::hasEvents() const
{
    return m_current->newest() >= m_current->facts().base;
}

Result<Done> SliceSet::rotate(TimePoint now)
{
    const auto done = finishBegun(now);
    return done && hasEvents() ? beginSlice(now) : done;
}

Result<Done> SliceSet::rotateIfDue(TimePoint now)
{
    const bool isOld = now - m_current->facts().created >= m_options.sliceAge;
    if (!hasEvents())
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
    if (const auto done = finishBegun(now); !done)
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
    // Small beside the slices, where those are small themselves.
    const std::uint64_t worthIt =
        std::min(isIdle ? idleWalBytes : busyWalBytes, std::max(sliceBytes() / 2, leastWalBytes));
    for (Connection* connection :
         {&m_current->connection(), &m_meta->connection(), m_complete.connection()}) {
        if (connection == nullptr)
            continue;
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
    return m_complete.applyRetention(
        m_retention, now,
        bytesOnDisk(m_current->file()) + bytesOnDisk(m_meta->connection().file()));
}

std::vector<SliceSet::Unsealed> SliceSet::unsealed() const
{
    std::vector<Unsealed> slices;
    for (const SliceFile& slice : m_complete.files(false))
        slices.push_back({slice, true});
    if (!isSealed(m_current->file()))
        slices.push_back({{m_current->facts().number, m_current->file()}, false});
    return slices;
}

Result<Done> SliceSet::replace(std::int64_t slice, const std::vector<std::int64_t>& blocks,
                               const SliceWriter::ColdWrite& cold)
{
    if (slice == m_current->facts().number)
        return m_current->replace(blocks, cold);
    const auto writer = m_complete.writerOf(slice);
    return writer ? (*writer)->replace(blocks, cold) : writer.error();
}

Result<Done> SliceSet::close()
{
    m_complete.close();
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
