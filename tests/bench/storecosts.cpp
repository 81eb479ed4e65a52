// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/storecosts.h"

#include "collectors/decode/decoder.h"
#include "store/slicefiles.h"
#include "store/write/encodedbatch.h"
#include "store/write/indexwriter.h"
#include "store/write/slicebuilder.h"
#include "tests/bench/rowstore.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <fstream>
#include <functional>
#include <thread>

namespace weir::bench {

namespace {

using namespace std::chrono_literals;

using TakeBatch = std::function<Result<Done>(const EventBatchPtr&)>;

double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Reads and decodes the file and hands over each full batch.
Result<Done> decodeFile(const Dataset& data, const TakeBatch& take)
{
    auto decoder = makeDecoder(nameOf(data.form()));
    if (!decoder)
        return decoder.error();
    std::ifstream file(data.file());
    EventBatchBuilder builder("bench", SourceKind::File);
    std::string line;
    std::int64_t offset = 0;
    const TimePoint received = std::chrono::system_clock::now();
    while (std::getline(file, line)) {
        const auto stream = builder.streamIndex({SourceKind::File, "bench", "events", 0, 0});
        builder.beginEvent({stream, offset, received});
        (*decoder)->decode({line, {}}, builder);
        builder.addPosition(stream, {offset, offset + static_cast<std::int64_t>(line.size()) + 1});
        offset += static_cast<std::int64_t>(line.size()) + 1;
        if (builder.isFull()) {
            if (auto taken = take(builder.publish()); !taken)
                return taken;
        }
    }
    return builder.isEmpty() ? Result<Done>(Done{}) : take(builder.publish());
}

/// The system's, put forward so that six hours need not pass.
class AheadClock final : public Clock
{
public:
    TimePoint now() const override { return std::chrono::system_clock::now() + m_ahead.load(); }
    void putForward(Nanoseconds by) { m_ahead = m_ahead.load() + by; }

private:
    std::atomic<Nanoseconds> m_ahead{0ns};
};

class CountingListener final : public CommitListener
{
public:
    void committed(const std::vector<StoredBatch>& batches) override
    {
        for (const StoredBatch& stored : batches)
            m_events += stored.batch->size();
    }
    void ticked(TimePoint /*second*/) override { }
    void failed(const Error& error) override
    {
        if (!error.detail.empty())
            fmt::print(stderr, "weir-bench: {}\n", error.text());
    }
    std::uint64_t events() const { return m_events; }

private:
    std::atomic<std::uint64_t> m_events{0};
};

/// An index with its one writer, in this process.
class Index final
{
public:
    static Result<std::unique_ptr<Index>> open(const std::filesystem::path& folder, Blocks blocks)
    {
        auto lock = IndexLock::acquire(folder);
        if (!lock)
            return lock.error();
        WriterOptions options;
        options.folder = folder;
        if (blocks == Blocks::Cold)
            options.compaction = CompactionOptions{};
        std::unique_ptr<Index> index(new Index(std::move(options), std::move(*lock)));
        auto writer = IndexWriter::open(index->m_options, index->m_queue, index->m_clock);
        if (!writer)
            return writer.error();
        index->m_writer = std::move(*writer);
        index->m_writer->start(index->m_listener);
        return index;
    }

    Result<Done> add(const EventBatchPtr& batch)
    {
        while (!m_queue.push(batch))
            m_queue.waitForRoom(batch->bytes(), 100ms);
        m_added += batch->size();
        return Done{};
    }

    /// Until everything is as it stays.
    Result<Done> finish()
    {
        const bool isSealed = !m_options.compaction || seal();
        m_writer->stop();
        if (m_listener.events() != m_added)
            return Error{Error::Code::Io, "index", "not all events were committed"};
        return isSealed ? Result<Done>(Done{})
                        : Error{Error::Code::Busy, "index", "was not sealed within half an hour"};
    }

private:
    Index(WriterOptions options, std::unique_ptr<IndexLock> lock)
        : m_options(std::move(options))
        , m_lock(std::move(lock))
    {
    }

    /// A slice is complete when it is old and an event comes that begins the next one. What is hot
    /// in it is compacted then, and the file is copied without its free pages.
    bool seal()
    {
        if (!waitFor([this] { return m_listener.events() == m_added; }))
            return false;
        m_clock.putForward(m_options.sliceAge + 1h);
        EventBatchBuilder builder("next", SourceKind::File);
        builder.beginEvent(
            {builder.streamIndex({SourceKind::File, "next", "", 0, 0}), 0, m_clock.now()});
        builder.setPayload("begins the next slice");
        return add(builder.publish()) && waitFor([this] { return isSealed(); });
    }

    bool isSealed() const
    {
        const auto listed = listSliceFiles(m_options.folder);
        if (!listed || m_listener.events() != m_added)
            return false;
        const std::vector<SliceFile> slices = newestRevisions(*listed);
        return std::all_of(slices.begin(), slices.end() - 1,
                           [](const SliceFile& slice) { return weir::isSealed(slice.file); });
    }

    static bool waitFor(const std::function<bool()>& condition)
    {
        for (const auto end = std::chrono::steady_clock::now() + 30min; !condition();) {
            if (std::chrono::steady_clock::now() > end)
                return false;
            std::this_thread::sleep_for(20ms);
        }
        return true;
    }

    const WriterOptions m_options;
    const std::unique_ptr<IndexLock> m_lock;
    BatchQueue m_queue{std::size_t{64} << 20};
    AheadClock m_clock;
    CountingListener m_listener;
    std::uint64_t m_added = 0;
    std::unique_ptr<IndexWriter> m_writer; // last, so destroyed first
};

/// CPU seconds from the first line of the file to the end of what `take` and `finish` do with it.
Result<double> costOf(const Dataset& data, const TakeBatch& take,
                      const std::function<Result<Done>()>& finish)
{
    const double before = cpuSeconds();
    if (const auto decoded = decodeFile(data, take); !decoded)
        return decoded.error();
    if (const auto finished = finish(); !finished)
        return finished.error();
    return cpuSeconds() - before;
}

/// What both stores have in common.
Result<double> decodeCost(const Dataset& data)
{
    return costOf(
        data, [](const EventBatchPtr&) { return Done{}; }, [] { return Done{}; });
}

Result<double> indexCost(const Dataset& data, const std::filesystem::path& folder, Blocks blocks)
{
    const auto index = Index::open(folder, blocks);
    if (!index)
        return index.error();
    return costOf(
        data, [&index](const EventBatchPtr& batch) { return (*index)->add(batch); },
        [&index] { return (*index)->finish(); });
}

/// As an import does it: no hot blocks before the cold ones.
Result<double> sliceCost(const Dataset& data, const std::filesystem::path& folder)
{
    const auto now = std::chrono::system_clock::now();
    const auto slice = SliceBuilder::create(folder / sliceFileName(1, now), 1, now);
    if (!slice)
        return slice.error();
    return costOf(
        data,
        [&slice](const EventBatchPtr& batch) -> Result<Done> {
            const auto encoded = encodeBatch(batch);
            return encoded ? (*slice)->append(*encoded) : encoded.error();
        },
        [&slice] { return (*slice)->finish(); });
}

Result<double> rowsCost(const Dataset& data, const std::filesystem::path& folder)
{
    auto store = RowStore::create(folder / "rows.db");
    if (!store)
        return store.error();
    return costOf(
        data, [&store](const EventBatchPtr& batch) { return (*store)->add(*batch); },
        [&store] {
            store->reset(); // closing checkpoints, which the index does as well
            return Done{};
        });
}

/// One way to store the events, and what came of it.
struct Store
{
    std::string name;
    std::string what; ///< is stored
    std::function<Result<double>(const std::filesystem::path& folder)> cost;
    std::vector<double> eventsPerSecond;
    double bytesPerEvent = 0;
};

Result<Done> measure(Store& store, const Dataset& data, double decoding,
                     const std::filesystem::path& folder)
{
    std::filesystem::create_directories(folder);
    const auto cost = store.cost(folder);
    if (!cost)
        return cost.error();
    const auto events = static_cast<double>(data.events());
    store.eventsPerSecond.push_back(events / (*cost - decoding));
    store.bytesPerEvent = static_cast<double>(bytesIn(folder)) / events;
    std::filesystem::remove_all(folder);
    return Done{};
}

} // namespace

Result<Done> addStoreCosts(Report& report, const ScratchFolder& folder, const Dataset& data,
                           Blocks blocks, int runs)
{
    const auto index = [&](const std::filesystem::path& in) {
        return indexCost(data, in, blocks);
    };
    const auto slice = [&](const std::filesystem::path& in) {
        return sliceCost(data, in);
    };
    const auto table = [&](const std::filesystem::path& in) {
        return rowsCost(data, in);
    };
    std::vector<Store> stores;
    stores.push_back({"SQLite rows", "rows", table, {}});
    if (blocks == Blocks::Hot) {
        stores.push_back({"IndexWriter", "committed", index, {}});
    } else {
        stores.push_back({"IndexWriter", "cold, by way of hot", index, {}});
        stores.push_back({"SliceBuilder", "cold at once, as an import", slice, {}});
    }
    for (int i = 0; i < runs; ++i) {
        const auto decoding = decodeCost(data);
        if (!decoding)
            return decoding.error();
        for (Store& store : stores) {
            if (const auto done = measure(store, data, *decoding, folder / "stored"); !done)
                return done;
        }
    }
    const Store& rows = stores.front();
    for (auto ours = stores.begin() + 1; ours != stores.end(); ++ours) {
        report.add({ours->what + ", events/CPU second", median(ours->eventsPerSecond), ours->name,
                    median(rows.eventsPerSecond), rows.name, "1/s", "decoding taken off both"});
        report.add({ours->what + ", bytes per event", ours->bytesPerEvent, ours->name,
                    rows.bytesPerEvent, rows.name, "B", "on disk"});
    }
    return Done{};
}

} // namespace weir::bench
