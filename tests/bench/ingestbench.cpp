// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/dataset.h"
#include "tests/bench/storecosts.h"

#include <fmt/format.h>

#include <cstdlib>

namespace weir::bench {

namespace {

constexpr int partitions = 4;

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
                   "queue.buffering.max.messages=1000000", "-l", data.file().string()},
                  {},
                  "/dev/null",
                  false}}) {
        if (const auto done = runToSuccess(command); !done)
            return done.error();
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
    const auto used = runToSuccess(command);
    if (!used)
        return used.error();
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
    const auto data = Dataset::make(folder, options.form, options.events, options.seed);
    if (!data)
        return data.error();
    Report report("ingest");
    report.fact("data", data->description());
    if (const char* broker = std::getenv("WEIR_KAFKA_BOOTSTRAP")) {
        if (const auto measured = measureKafka(folder, *data, options, broker, report); !measured)
            return measured.error();
    } else {
        report.fact("kafka", "skipped: WEIR_KAFKA_BOOTSTRAP is not set");
    }
    if (const auto added = addStoreCosts(report, folder, *data, Blocks::Hot, options.runs); !added)
        return added.error();
    return report;
}

} // namespace weir::bench
