// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/indexwriter.h"

#include "store/write/alertstore.h"
#include "store/write/bookmarkstore.h"
#include "store/write/compactor.h"
#include "store/write/incomingfolder.h"
#include "store/write/writerloop.h"

#include <cassert>
#include <optional>
#include <thread>
#include <utility>

namespace weir {

struct IndexWriter::Private
{
    Private(std::unique_ptr<SliceSet> set, AlertSnapshot saved, const WriterOptions& options,
            BatchQueue& queue, const Clock& clock)
        : folder(options.folder)
        , slices(std::move(set))
        , snapshot(std::move(saved))
        , loop(*slices, queue, clock, options.firstPause)
    {
        if (options.compaction)
            compactor.emplace(loop, *options.compaction, clock);
    }

    const std::filesystem::path folder;
    std::unique_ptr<SliceSet> slices;
    AlertSnapshot snapshot;
    WriterLoop loop;

    // Last, so destroyed first: the threads have ended before anything they use goes away.
    std::jthread thread;
    std::optional<Compactor> compactor;
};

IndexWriter::IndexWriter(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

IndexWriter::~IndexWriter()
{
    stop();
}

Result<std::unique_ptr<IndexWriter>> IndexWriter::open(WriterOptions options, BatchQueue& queue,
                                                       const Clock& clock)
{
    auto slices = SliceSet::open(options, clock.now());
    if (!slices)
        return slices.error();
    auto snapshot = AlertStore((*slices)->meta().connection()).snapshot();
    if (!snapshot)
        return snapshot.error();
    auto d =
        std::make_unique<Private>(std::move(*slices), std::move(*snapshot), options, queue, clock);
    return std::unique_ptr<IndexWriter>(new IndexWriter(std::move(d)));
}

std::vector<IndexWriter::IndexedStream> IndexWriter::positions(const std::string& source) const
{
    std::vector<IndexedStream> positions;
    for (StreamTable::StreamRow& row : d->slices->streams().streamsOf(source)) {
        if (!row.ranges.empty())
            positions.push_back({std::move(row.stream), std::move(row.ranges)});
    }
    return positions;
}

AlertSnapshot IndexWriter::alertSnapshot() const
{
    return d->snapshot;
}

EventSeq IndexWriter::newest() const
{
    return d->slices->newest();
}

void IndexWriter::start(CommitListener& listener)
{
    d->thread = std::jthread([this, &listener] { d->loop.run(listener); });
    if (d->compactor)
        d->compactor->start(listener);
}

void IndexWriter::stop()
{
    if (d->compactor)
        d->compactor->stop();
    d->loop.stop();
    if (d->thread.joinable())
        d->thread.join();
}

void IndexWriter::purge(FilterPtr what, PurgeDone done)
{
    assert(d->compactor);
    d->compactor->purge(std::move(what), std::move(done));
}

void IndexWriter::reread(std::string source, std::vector<StreamRange> ranges, RereadDone done)
{
    assert(d->compactor);
    d->compactor->reread(std::move(source), std::move(ranges), std::move(done));
}

Result<std::set<std::string>> IndexWriter::openRereads() const
{
    const auto open = d->slices->openRereads();
    if (!open)
        return open.error();
    std::set<std::string> sources;
    for (const Reread& reread : *open)
        sources.insert(reread.source);
    return sources;
}

void IndexWriter::setFollowed(bool followed)
{
    d->loop.setFollowed(followed);
}

void IndexWriter::setRetention(RetentionPolicy retention)
{
    d->loop.setRetention(std::move(retention));
}

void IndexWriter::adopt(const std::string& name, std::function<void(Result<std::uint64_t>)> adopted)
{
    if (!incoming::isSealedName(name))
        return adopted(Error{Error::Code::InvalidInput, name, "is no slice in incoming/"});
    d->loop.adopt(incoming::folderIn(d->folder) / name, std::move(adopted));
}

void IndexWriter::saveAlerts(AlertSnapshot snapshot, std::vector<AlertRecord> records,
                             std::function<void(std::vector<std::int64_t>)> saved)
{
    d->loop.request([snapshot = std::move(snapshot), records = std::move(records),
                     saved = std::move(saved)](Connection& meta) -> Result<Done> {
        auto ids = AlertStore(meta).save(snapshot, records);
        if (!ids)
            return ids.error();
        if (saved)
            saved(std::move(*ids));
        return Done{};
    });
}

void IndexWriter::noteNotification(std::int64_t record, std::string notification)
{
    d->loop.request([record, notification = std::move(notification)](Connection& meta) {
        return AlertStore(meta).noteNotification(record, notification);
    });
}

void IndexWriter::keepBookmark(Bookmark bookmark, BookmarkDone kept)
{
    d->loop.request(
        [bookmark = std::move(bookmark), kept = std::move(kept)](Connection& meta) -> Result<Done> {
            auto done = BookmarkStore(meta).keep(bookmark);
            if (kept)
                kept(std::move(done));
            return Done{};
        });
}

void IndexWriter::dropBookmark(EventSeq seq, BookmarkDone dropped)
{
    d->loop.request([seq, dropped = std::move(dropped)](Connection& meta) -> Result<Done> {
        auto done = BookmarkStore(meta).drop(seq);
        if (dropped)
            dropped(std::move(done));
        return Done{};
    });
}

} // namespace weir
