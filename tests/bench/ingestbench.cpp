// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/decoder.h"
#include "store/write/indexwriter.h"
#include "tests/bench/benches.h"
#include "tests/bench/dataset.h"
#include "tests/bench/rowstore.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>

namespace weir::bench {

namespace {

constexpr int partitions = 4;

double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

class NobodyListens final : public CommitListener
{
public:
    void committed(const std::vector<StoredBatch>& /*batches*/) override { }
    void ticked(TimePoint /*second*/) override { }
    void failed(const Error& error) override
    {
        if (!error.detail.empty())
            fmt::print(stderr, "weir-bench: {}\n", error.text());
    }
};

/// Reads and decodes the file and hands over each full batch.
Result<Done> decodeFile(const Dataset& data,
                        const std::function<Result<Done>(const EventBatchPtr&)>& take)
{
    auto decoder = makeDecoder("json");
    if (!decoder)
        return decoder.error();
    std::ifstream file(data.jsonFile());
    EventBatchBuilder builder("bench", SourceKind::File);
    std::string line;
    std::int64_t offset = 0;
    const TimePoint received = std::chrono::system_clock::now();
    while (std::getline(file, line)) {
        const auto stream = builder.streamIndex({SourceKind::File, "bench", "events.jsonl", 0, 0});
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

/// CPU seconds of decoding alone: what both stores have in common.
Result<double> decodeCost(const Dataset& data)
{
    const double before = cpuSeconds();
    const auto decoded = decodeFile(data, [](const EventBatchPtr&) { return Done{}; });
    if (!decoded)
        return decoded.error();
    return cpuSeconds() - before;
}

Result<double> weirCost(const Dataset& data, const std::filesystem::path& index)
{
    const auto lock = IndexLock::acquire(index);
    if (!lock)
        return lock.error();
    BatchQueue queue(std::size_t{64} << 20);
    const SystemClock clock;
    WriterOptions options;
    options.folder = index;
    NobodyListens listener;
    auto writer = IndexWriter::open(options, queue, clock);
    if (!writer)
        return writer.error();
    (*writer)->start(listener);
    const double before = cpuSeconds();
    const auto decoded = decodeFile(data, [&queue](const EventBatchPtr& batch) {
        while (!queue.push(batch))
            queue.waitForRoom(batch->bytes(), std::chrono::milliseconds(100));
        return Done{};
    });
    (*writer)->stop();
    if (!decoded)
        return decoded.error();
    return cpuSeconds() - before;
}

Result<double> rowsCost(const Dataset& data, const std::filesystem::path& file)
{
    auto store = RowStore::create(file);
    if (!store)
        return store.error();
    const double before = cpuSeconds();
    const auto decoded =
        decodeFile(data, [&store](const EventBatchPtr& batch) { return (*store)->add(*batch); });
    if (!decoded)
        return decoded.error();
    return cpuSeconds() - before;
}

Result<Done> measureStores(const ScratchFolder& folder, const Dataset& data, const Options& options,
                           Report& report)
{
    std::vector<double> ours;
    std::vector<double> rows;
    std::uint64_t ourBytes = 0;
    std::uint64_t rowBytes = 0;
    const auto count = static_cast<double>(data.events());
    for (int i = 0; i < options.runs; ++i) {
        const auto decoding = decodeCost(data);
        const auto index = folder / "index";
        const auto table = folder / "rows";
        std::filesystem::create_directories(table);
        const auto weir = weirCost(data, index);
        const auto plain = rowsCost(data, table / "rows.db");
        if (!decoding || !weir || !plain)
            return !decoding ? decoding.error() : !weir ? weir.error() : plain.error();
        ours.push_back(count / (*weir - *decoding));
        rows.push_back(count / (*plain - *decoding));
        ourBytes = bytesIn(index);
        rowBytes = bytesIn(table);
        std::filesystem::remove_all(index);
        std::filesystem::remove_all(table);
    }
    report.add({"batch to committed, events per CPU second", median(ours), "IndexWriter",
                median(rows), "SQLite rows", "1/s", "decoding taken off both"});
    report.add({"bytes per event on disk", static_cast<double>(ourBytes) / count, "IndexWriter",
                static_cast<double>(rowBytes) / count, "SQLite rows", "B", "hot blocks"});
    return Done{};
}

Result<Done> publish(const Dataset& data, const std::string& broker, const std::string& topic)
{
    const char* tool = std::getenv("WEIR_KAFKA_BROKER");
    if (tool == nullptr)
        return Error{Error::Code::NotFound, "WEIR_KAFKA_BROKER", "is not set"};
    for (const Command& command :
         {Command{{tool, "topic", "create", topic, "--partitions", std::to_string(partitions)},
                  {},
                  "/dev/null",
                  false},
          Command{{"kcat", "-P", "-b", broker, "-t", topic, "-X", "linger.ms=50", "-X",
                   "queue.buffering.max.messages=1000000", "-l", data.jsonFile().string()},
                  {},
                  "/dev/null",
                  false}}) {
        const auto done = run(command);
        if (!done)
            return done.error();
        if (done->exitCode != 0)
            return Error{Error::Code::Io, command.arguments[0], "failed"};
    }
    return Done{};
}

struct WireRuns
{
    std::vector<double> rate;
    std::vector<double> cpu; ///< microseconds a record
    std::vector<double> memory;
};

Result<Done> timed(const Command& command, const Dataset& data, WireRuns& runs)
{
    const auto used = run(command);
    if (!used)
        return used.error();
    if (used->exitCode != 0)
        return Error{Error::Code::Io, command.arguments[0],
                     fmt::format("exit code {}", used->exitCode)};
    const auto count = static_cast<double>(data.events());
    runs.rate.push_back(count / used->wallSeconds);
    runs.cpu.push_back(used->cpuSeconds / count * 1e6);
    runs.memory.push_back(used->peakMegabytes);
    return Done{};
}

Result<std::uint64_t> indexed(const std::string& index)
{
    const auto counted =
        run({{program("weir"), "query", "", "--count", "--index", index}, {}, {}, true});
    if (!counted)
        return counted.error();
    return std::strtoull(counted->output.c_str(), nullptr, 10);
}

Result<Done> measureKafka(const ScratchFolder& folder, const Dataset& data, const Options& options,
                          const std::string& broker, Report& report)
{
    const std::string topic =
        "weir-bench-" + std::to_string(options.seed) + "-" + std::to_string(data.events());
    if (const auto published = publish(data, broker, topic); !published)
        return published.error();
    const auto config =
        writeConfiguration(folder, "config",
                           fmt::format("[[source]]\nname = \"bench\"\nkafka = {{ brokers = \"{}\", "
                                       "topics = [\"{}\"], start = \"earliest\" }}\n",
                                       broker, topic));
    const std::string index = (folder / "index").string();
    const Command weir{
        {program("weir"), "collect", "--until-end", "--config", config.string(), "--index", index},
        {},
        "/dev/null",
        false};
    const Command kcat{{"kcat", "-C", "-e", "-q", "-b", broker, "-t", topic, "-o", "beginning"},
                       {},
                       "/dev/null",
                       false};
    const Command bare{{program("weir-bench-consume"), broker, topic, std::to_string(partitions),
                        std::to_string(data.events())},
                       {},
                       "/dev/null",
                       false};
    WireRuns ours;
    WireRuns theirs;
    WireRuns library;
    for (int i = 0; i < options.runs; ++i) {
        std::filesystem::remove_all(index);
        for (const auto& [command, runs] :
             {std::pair(&kcat, &theirs), std::pair(&weir, &ours), std::pair(&bare, &library)}) {
            if (const auto done = timed(*command, data, *runs); !done)
                return done.error();
        }
        const auto count = indexed(index);
        if (!count || *count != data.events())
            return Error{Error::Code::Corrupt, "weir collect",
                         fmt::format("{} events indexed of {}", count ? *count : 0, data.events())};
    }
    report.add({"topic to index, whole process", median(ours.rate), "weir collect",
                median(theirs.rate), "kcat -e", "records/s",
                fmt::format("exactly {} indexed in each of {} runs", data.events(), options.runs)});
    report.add({"CPU per record, whole process", median(ours.cpu), "weir collect",
                median(library.cpu), "bare librdkafka", "us",
                fmt::format("kcat {:.3f} us", median(theirs.cpu))});
    report.add({"peak memory", median(ours.memory), "weir collect", median(theirs.memory),
                "kcat -e", "MB", ""});
    return Done{};
}

} // namespace

Result<Report> ingestBench(const Options& options)
{
    const ScratchFolder folder("weir-bench-ingest");
    const auto data = Dataset::make(folder, options.events, options.seed);
    if (!data)
        return data.error();
    Report report("ingest");
    report.fact("events", std::to_string(data->events()));
    report.fact("seed", std::to_string(options.seed));
    if (const char* broker = std::getenv("WEIR_KAFKA_BOOTSTRAP")) {
        if (const auto measured = measureKafka(folder, *data, options, broker, report); !measured)
            return measured.error();
    } else {
        report.fact("kafka", "skipped: WEIR_KAFKA_BOOTSTRAP is not set");
    }
    if (const auto measured = measureStores(folder, *data, options, report); !measured)
        return measured.error();
    return report;
}

} // namespace weir::bench
