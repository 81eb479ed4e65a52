// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/indexreader.h"

#include "store/read/blockcache.h"
#include "store/read/slicereader.h"
#include "store/schema.h"
#include "store/slicefiles.h"

#include <algorithm>
#include <limits>
#include <set>

namespace weir {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t cacheBytes = std::size_t{64} << 20;

} // namespace

struct IndexReader::Private
{
    explicit Private(fs::path indexFolder)
        : folder(std::move(indexFolder))
    {
    }

    const fs::path folder;
    bool isAlone = false; ///< `folder` is a file
    std::unique_ptr<Connection> meta; ///< null: the slices are found by their names
    std::int64_t metaVersion = -1;
    std::vector<std::unique_ptr<SliceReader>> slices; ///< ascending
    BlockCache cache{cacheBytes};
    std::vector<Error> problems;
    std::set<std::string> known; ///< texts of problems, and files that cannot be opened

    Result<Done> openFolder();
    Result<Done> openAlone();
    Result<bool> listChanged();
    Result<std::vector<SliceFile>> listSlices();
    Result<Done> refresh();
    Result<Done> openSlice(const SliceFile& slice);
    void report(const Error& error);
    SliceReader* find(std::int64_t slice);
};

/// A slice outside of any index, which never changes.
Result<Done> IndexReader::Private::openAlone()
{
    auto slice = SliceReader::open(1, folder);
    if (!slice)
        return slice.error();
    slices.push_back(std::move(*slice));
    isAlone = true;
    return Done{};
}

Result<Done> IndexReader::Private::openFolder()
{
    auto opened = Connection::openReadOnly(metaFileIn(folder));
    const auto fits = opened ? checkSchema(**opened, FileKind::Meta) : Result<Done>(opened.error());
    if (fits) {
        meta = std::move(*opened);
        return Done{};
    }
    const Error& error = fits.error();
    if (error.code == Error::Code::Corrupt)
        report(error);
    else if (error.code != Error::Code::NotFound)
        return error;
    // What meta.db says of slices can be told from their files.
    const auto files = listSliceFiles(folder);
    if (!files)
        return files.error().code == Error::Code::NotFound
            ? Error{Error::Code::NotFound, folder.string(), "there is no index"}
            : files.error();
    if (files->empty())
        return error.code == Error::Code::Corrupt
            ? error
            : Error{Error::Code::NotFound, folder.string(), "there is no index"};
    return Done{};
}

/// Whether another connection has committed to meta.db since the last call.
Result<bool> IndexReader::Private::listChanged()
{
    if (!meta)
        return true;
    const auto version = meta->number("PRAGMA data_version");
    if (!version)
        return version.error();
    return std::exchange(metaVersion, *version) != *version;
}

Result<std::vector<SliceFile>> IndexReader::Private::listSlices()
{
    if (!meta)
        return listSliceFiles(folder);
    auto statement =
        meta->prepare("SELECT number, file FROM slices WHERE state = 0 ORDER BY number");
    if (!statement)
        return statement.error();
    std::vector<SliceFile> files;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        // A name from a file is not a path: nothing outside of the folder is ever opened.
        const fs::path name = fs::path(statement->text(1)).filename();
        files.push_back({statement->integer(0), folder / name});
    }
    if (!row)
        return row.error();
    return files;
}

Result<Done> IndexReader::Private::refresh()
{
    if (isAlone)
        return Done{};
    const auto changed = listChanged();
    if (!changed)
        return changed.error();
    if (!*changed)
        return Done{};
    const auto files = listSlices();
    if (!files)
        return files.error();
    std::erase_if(slices, [&](const std::unique_ptr<SliceReader>& slice) {
        const bool isGone = std::none_of(files->begin(), files->end(), [&](const SliceFile& file) {
            return file.number == slice->number() && file.file == slice->file();
        });
        if (isGone)
            cache.dropSlice(slice->number());
        return isGone;
    });
    for (const SliceFile& file : *files) {
        if (find(file.number) != nullptr || known.count(file.file.string()) != 0)
            continue;
        if (const auto done = openSlice(file); !done)
            return done.error();
    }
    return Done{};
}

Result<Done> IndexReader::Private::openSlice(const SliceFile& slice)
{
    auto opened = SliceReader::open(slice.number, slice.file);
    if (opened) {
        const auto at = std::find_if(slices.begin(), slices.end(), [&](const auto& other) {
            return other->number() > slice.number;
        });
        slices.insert(at, std::move(*opened));
        return Done{};
    }
    switch (opened.error().code) {
    case Error::Code::NotFound: // retention was faster
        return Done{};
    case Error::Code::Corrupt: // costs what is in it
        known.insert(slice.file.string());
        report(opened.error());
        return Done{};
    default:
        metaVersion = -1;
        return opened.error();
    }
}

void IndexReader::Private::report(const Error& error)
{
    if (known.insert(error.text()).second)
        problems.push_back(error);
}

SliceReader* IndexReader::Private::find(std::int64_t slice)
{
    const auto found = std::find_if(slices.begin(), slices.end(), [slice](const auto& reader) {
        return reader->number() == slice;
    });
    return found == slices.end() ? nullptr : found->get();
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
    const bool isFile = fs::is_regular_file(folderOrSlice, failed);
    if (const auto done = isFile ? reader->d->openAlone() : reader->d->openFolder(); !done)
        return done.error();
    if (const auto done = reader->d->refresh(); !done)
        return done.error();
    return reader;
}

Result<EventSeq> IndexReader::newest()
{
    if (const auto done = d->refresh(); !done)
        return done.error();
    for (auto slice = d->slices.rbegin(); slice != d->slices.rend(); ++slice) {
        const auto newest = (*slice)->newest();
        if (!newest)
            return newest.error();
        if (*newest != EventSeq{})
            return *newest;
    }
    return EventSeq{};
}

Result<std::optional<TimePoint>> IndexReader::newestTime()
{
    if (const auto done = d->refresh(); !done)
        return done.error();
    std::optional<TimePoint> newest;
    for (const auto& slice : d->slices) {
        const auto time = slice->newestTime();
        if (!time)
            return time.error();
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
    auto first = d->slices.end();
    while (first != d->slices.begin()) {
        const auto newest = (*std::prev(first))->newest();
        if (newest && *newest != EventSeq{} && *newest <= after)
            break;
        --first;
    }
    for (; first != d->slices.end(); ++first) {
        const auto done = (*first)->blocks(range, after, upTo, blocks, damaged);
        if (!done && done.error().code != Error::Code::Corrupt)
            return done.error();
        if (!done)
            damaged.push_back(done.error());
    }
    for (const Error& error : damaged)
        d->report(error);
    return blocks;
}

Result<StoredBatch> IndexReader::load(const BlockInfo& block)
{
    const BlockCache::Id id{block.slice, block.block};
    if (auto batch = d->cache.find(id))
        return StoredBatch{block.firstSeq, block.receivedFloor, std::move(batch)};
    SliceReader* const slice = d->find(block.slice);
    if (slice == nullptr)
        return Error{Error::Code::NotFound, d->folder.string(), "retention has removed the event"};
    auto batch = slice->load(block);
    if (!batch) {
        if (batch.error().code == Error::Code::Corrupt)
            d->report(batch.error());
        return batch.error();
    }
    d->cache.add(id, *batch);
    return StoredBatch{block.firstSeq, block.receivedFloor, std::move(*batch)};
}

Result<EventRef> IndexReader::event(EventSeq seq)
{
    if (const auto done = d->refresh(); !done)
        return done.error();
    for (auto slice = d->slices.rbegin(); slice != d->slices.rend(); ++slice) {
        const auto block = (*slice)->blockOf(seq);
        if (!block)
            return block.error();
        if (!*block)
            continue;
        auto stored = load(**block);
        if (!stored)
            return stored.error();
        const auto row = static_cast<std::uint32_t>(number(seq) - number(stored->firstSeq));
        return EventRef{std::move(*stored), row};
    }
    return Error{Error::Code::NotFound, std::to_string(number(seq)),
                 "there is no such event in the index"};
}

Result<IndexTotals> IndexReader::totals()
{
    if (const auto done = d->refresh(); !done)
        return done.error();
    IndexTotals totals;
    totals.bytes = bytesOnDisk(metaFileIn(d->folder));
    totals.slices = d->slices.size();
    for (const auto& slice : d->slices) {
        totals.bytes += bytesOnDisk(slice->file());
        const auto part = slice->totals();
        if (!part)
            return part.error();
        totals.events += part->events;
        if (part->oldest && (!totals.oldest || *part->oldest < *totals.oldest))
            totals.oldest = part->oldest;
        if (part->newest && (!totals.newest || *part->newest > *totals.newest))
            totals.newest = part->newest;
    }
    if (!d->slices.empty()) {
        auto sources = d->slices.back()->sources();
        if (!sources)
            return sources.error();
        totals.sources = std::move(*sources);
    }
    return totals;
}

const std::vector<Error>& IndexReader::problems() const
{
    return d->problems;
}

} // namespace weir
