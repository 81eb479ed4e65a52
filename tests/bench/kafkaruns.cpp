// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/kafkaruns.h"

#include "tests/bench/dataset.h"

#include <fmt/format.h>

#include <cstdlib>

namespace weir::bench {

namespace {

struct WireRuns
{
    std::vector<double> rate;
    std::vector<double> cpu; ///< microseconds a record
    std::vector<double> memory;
};

Result<Done> timed(const Command& command, std::uint64_t messages, WireRuns& runs)
{
    const auto used = runToSuccess(command);
    if (!used)
        return used.error();
    const auto count = static_cast<double>(messages);
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

struct Commands
{
    Command weir;
    Command kcat;
    Command bare;
};

Commands commandsFor(const ScratchFolder& folder, const FilledTopic& topic,
                     const std::string& index)
{
    const auto config =
        writeConfiguration(folder, "config",
                           fmt::format("[[source]]\nname = \"bench\"\nkafka = {{ brokers = \"{}\", "
                                       "topics = [\"{}\"], start = \"earliest\" }}\n",
                                       topic.bootstrap, topic.name));
    return {{{program("weir"), "collect", "--until-end", "--config", config.string(), "--index",
              index},
             {},
             "/dev/null",
             false},
            {{"kcat", "-C", "-e", "-q", "-b", topic.bootstrap, "-t", topic.name, "-o", "beginning"},
             {},
             "/dev/null",
             false},
            {{program("weir-bench-consume"), topic.bootstrap, topic.name,
              std::to_string(topic.partitions), std::to_string(topic.messages)},
             {},
             "/dev/null",
             false}};
}

} // namespace

Result<Done> createTopic(const std::string& name, int partitions)
{
    const char* tool = std::getenv("WEIR_KAFKA_BROKER");
    if (tool == nullptr)
        return Error{Error::Code::NotFound, "WEIR_KAFKA_BROKER", "is not set"};
    const auto used = runToSuccess(
        {{tool, "topic", "create", name, "--partitions", std::to_string(partitions)},
         {},
         "/dev/null",
         false});
    return used ? Result<Done>(Done{}) : Result<Done>(used.error());
}

Result<Done> measureTopic(const ScratchFolder& folder, const FilledTopic& topic, int runs,
                          Report& report)
{
    const std::string index = (folder / "index").string();
    const Commands commands = commandsFor(folder, topic, index);
    WireRuns ours;
    WireRuns theirs;
    WireRuns library;
    for (int i = 0; i < runs; ++i) {
        std::filesystem::remove_all(index);
        for (const auto& [command, figures] :
             {std::pair(&commands.kcat, &theirs), std::pair(&commands.weir, &ours),
              std::pair(&commands.bare, &library)}) {
            if (const auto done = timed(*command, topic.messages, *figures); !done)
                return done.error();
        }
        const auto count = indexed(index);
        if (!count || *count != topic.events)
            return Error{Error::Code::Corrupt, "weir collect",
                         fmt::format("{} events indexed of {}", count ? *count : 0, topic.events)};
    }
    const std::string before = topic.label.empty() ? std::string() : topic.label + ": ";
    report.add({before + "topic to index, whole process", median(ours.rate), "weir collect",
                median(theirs.rate), "kcat -e", "messages/s",
                fmt::format("exactly {} indexed in each of {} runs", topic.events, runs)});
    report.add({before + "CPU per message, whole process", median(ours.cpu), "weir collect",
                median(library.cpu), "bare librdkafka", "us",
                fmt::format("kcat {:.3f} us", median(theirs.cpu))});
    report.add({before + "peak memory", median(ours.memory), "weir collect", median(theirs.memory),
                "kcat -e", "MB", ""});
    return Done{};
}

} // namespace weir::bench
