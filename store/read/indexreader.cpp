// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/indexreader.h"

#include "store/read/blockcache.h"
#include "store/read/rowcopy.h"
#include "store/read/slicelist.h"
#include "store/slicefiles.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace weir {

namespace fs = std::filesystem;

namespace {

/// Three or four cold blocks; a window has several readers.
constexpr std::size_t cacheBytes = std::size_t{32} << 20;

/// The events of a block out of the larger one that it has become part of.
Result<StoredBatch> partOf(const StoredBatch& whole, const BlockInfo& block)
{
    std::vector<std::uint32_t> rows(whole.rowsUpTo(block.lastSeq())
                                    - whole.rowsUpTo(EventSeq{number(block.firstSeq) - 1}));
    std::iota(rows.begin(), rows.end(),
              static_cast<std::uint32_t>(whole.rowsUpTo(block.lastSeq()) - rows.size()));
    if (rows.empty())
        return Error{Error::Code::NotFound, block.source, "the events have been removed"};
    return copyOf(whole, rows);
}

} // namespace

struct IndexReader::Private
{
    explicit Private(fs::path indexFolder)
        : folder(std::move(indexFolder))
    {
    }

    const fs::path folder; ///< or a single slice
    SliceList slices{folder, [this](const Error& error) {
                         report(error);
                     }};
    BlockCache cache{cacheBytes};
    std::vector<Error> problems;
    std::set<std::string> reported; ///< their texts

    Result<Done> refresh();
    Result<StoredBatch> load(const BlockInfo& block);
    Result<StoredBatch> read(const BlockInfo& block);
    void report(const Error& error);
    bool isDamage(const Error& error);
    void report(const std::vector<Error>& damaged);
};

Result<Done> IndexReader::Private::refresh()
{
    const auto gone = slices.refresh();
    if (!gone)
        return gone.error();
    for (const std::int64_t slice : *gone)
        cache.dropSlice(slice);
    return Done{};
}

void IndexReader::Private::report(const Error& error)
{
    if (reported.insert(error.text()).second)
        problems.push_back(error);
}

/// Damage costs what is damaged: it is reported, and the question goes on without it.
bool IndexReader::Private::isDamage(const Error& error)
{
    if (error.code != Error::Code::Corrupt)
        return false;
    report(error);
    return true;
}

void IndexReader::Private::report(const std::vector<Error>& damaged)
{
    for (const Error& error : damaged)
        report(error);
}

IndexReader::IndexReader(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

IndexReader::~IndexReader() = default;

Result<std::unique_ptr<IndexReader>> IndexReader::open(const fs::path& folderOrSlice)
{
    std::unique_ptr<IndexReader> reader(new IndexReader(std::make_unique<Private>(folderOrSlice)));
    std::error_code failed;
    SliceList& slices = reader->d->slices;
    const bool isAlone = fs::is_regular_file(folderOrSlice, failed);
    if (const auto done = isAlone ? slices.openAlone() : slices.open(); !done)
        return done.error();
    if (const auto done = reader->d->refresh(); !done)
        return done.error();
    return reader;
}

Result<EventSeq> IndexReader::newest()
{
    if (const auto done = d->refresh(); !done)
        return done.error();
    for (auto slice = d->slices.all().rbegin(); slice != d->slices.all().rend(); ++slice) {
        std::vector<Error> damaged;
        const auto newest = (*slice)->newest(damaged);
        d->report(damaged);
        if (!newest && !d->isDamage(newest.error()))
            return newest.error();
        if (newest && *newest != EventSeq{})
            return *newest;
    }
    return EventSeq{};
}

Result<std::optional<TimePoint>> IndexReader::newestTime()
{
    if (const auto done = d->refresh(); !done)
        return done.error();
    std::optional<TimePoint> newest;
    for (const auto& slice : d->slices.all()) {
        std::vector<Error> damaged;
        const auto time = slice->newestTime(damaged);
        d->report(damaged);
        if (!time && !d->isDamage(time.error()))
            return time.error();
        if (time)
            newest = std::max(newest, *time);
    }
    return newest;
}

Result<std::vector<BlockInfo>> IndexReader::blocks(TimeRange range, EventSeq after, EventSeq upTo)
{
    if (const auto done = d->refresh(); !done)
        return done.error();
    std::vector<BlockInfo> blocks;
    std::vector<Error> damaged;
    // Most questions are about the newest events: slices that end before them are left alone.
    auto first = d->slices.all().end();
    while (first != d->slices.all().begin()) {
        const auto newest = (*std::prev(first))->newest(damaged);
        if (newest && *newest != EventSeq{} && *newest <= after)
            break;
        --first;
    }
    for (; first != d->slices.all().end(); ++first) {
        const auto done = (*first)->blocks(range, after, upTo, blocks, damaged);
        if (!done && !d->isDamage(done.error()))
            return done.error();
    }
    d->report(damaged);
    return blocks;
}

Result<StoredBatch> IndexReader::load(const BlockInfo& block)
{
    auto stored = d->load(block);
    if (!stored)
        (void)d->isDamage(stored.error());
    return stored;
}

bool IndexReader::hasDecoded(const BlockInfo& block)
{
    return d->cache.find({block.slice, block.block}).has_value();
}

Result<StoredBatch> IndexReader::Private::load(const BlockInfo& block)
{
    const BlockCache::Id id{block.slice, block.block};
    if (auto stored = cache.find(id))
        return std::move(*stored);
    auto stored = read(block);
    if (stored)
        cache.add(id, *stored);
    return stored;
}

Result<StoredBatch> IndexReader::Private::read(const BlockInfo& block)
{
    const Error gone{Error::Code::NotFound, folder.string(), "retention has removed the event"};
    SliceReader* const slice = slices.find(block.slice);
    if (slice == nullptr)
        return gone;
    auto batch = slice->load(block);
    if (batch)
        return StoredBatch{block.firstSeq, block.receivedFloor, std::move(*batch), block.runs};
    if (batch.error().code != Error::Code::NotFound)
        return batch.error();

    // Compaction has made its events part of a larger block, which alone may have them now.
    std::vector<Error> damaged;
    const auto successor = slice->successorOf(block, damaged);
    report(damaged);
    if (!successor)
        return successor.error();
    if (!*successor)
        return gone;
    const auto whole = load(**successor);
    return whole ? partOf(*whole, block) : whole.error();
}

Result<std::unique_ptr<ColdReader>> IndexReader::openCold(const BlockInfo& block,
                                                          const FilterNode* filter)
{
    SliceReader* const slice = d->slices.find(block.slice);
    if (slice == nullptr)
        return Error{Error::Code::NotFound, d->folder.string(), "retention has removed the event"};
    auto opened = slice->openCold(block, filter);
    if (!opened)
        (void)d->isDamage(opened.error());
    return opened;
}

void IndexReader::reportDamage(const Error& error)
{
    d->report(error);
}

Result<EventRef> IndexReader::event(EventSeq seq)
{
    if (const auto done = d->refresh(); !done)
        return done.error();
    std::optional<Error> damage;
    for (auto slice = d->slices.all().rbegin(); slice != d->slices.all().rend(); ++slice) {
        std::vector<Error> damaged;
        const auto block = (*slice)->blockOf(seq, damaged);
        d->report(damaged);
        if (!block && !d->isDamage(block.error()))
            return block.error();
        if (!block)
            damage = block.error();
        else if (!damaged.empty())
            damage = damaged.front();
        if (!block || !*block)
            continue;
        auto stored = load(**block);
        if (!stored)
            return stored.error();
        if (const auto row = stored->rowOf(seq))
            return EventRef{std::move(*stored), *row};
    }
    return damage.value_or(Error{Error::Code::NotFound, std::to_string(number(seq)),
                                 "there is no such event in the index"});
}

Result<IndexTotals> IndexReader::totals()
{
    if (const auto done = d->refresh(); !done)
        return done.error();
    IndexTotals totals;
    totals.bytes = bytesOnDisk(metaFileIn(d->folder));
    totals.slices = d->slices.all().size();
    for (const auto& slice : d->slices.all()) {
        totals.bytes += bytesOnDisk(slice->file());
        std::vector<Error> damaged;
        const auto part = slice->totals(damaged);
        d->report(damaged);
        if (!part && !d->isDamage(part.error()))
            return part.error();
        if (!part)
            continue;
        totals.events += part->events;
        if (part->oldest && (!totals.oldest || *part->oldest < *totals.oldest))
            totals.oldest = part->oldest;
        if (part->newest && (!totals.newest || *part->newest > *totals.newest))
            totals.newest = part->newest;
    }
    // What an older slice says of sources is out of date.
    const auto& slices = d->slices.all();
    if (!slices.empty() && slices.back()->number() > d->slices.newestDamaged()) {
        auto sources = slices.back()->sources();
        if (!sources && !d->isDamage(sources.error()))
            return sources.error();
        if (sources)
            totals.sources = std::move(*sources);
    }
    return totals;
}

const std::vector<Error>& IndexReader::problems() const
{
    return d->problems;
}

} // namespace weir
