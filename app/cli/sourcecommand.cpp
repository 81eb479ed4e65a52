// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"
#include "app/cli/controlclient.h"
#include "core/control/jsonfields.h"
#include "core/visible.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace weir::cli {

namespace {

/// A source is halted or asked within seconds.
constexpr auto patience = std::chrono::seconds(60);
/// A skip looks for its end in steps of half a second, or of three where nothing is said of a place.
constexpr auto skipPatience = std::chrono::minutes(5);
/// Everything of the source may have to be read and written anew.
constexpr auto rereadPatience = std::chrono::hours(24);

std::chrono::milliseconds patienceWith(const std::string& command)
{
    if (command == "reread")
        return rereadPatience;
    return command == "skip" ? skipPatience : patience;
}

struct Options
{
    std::string name;
    std::string from;
    std::string to;
    std::string topic;
    std::string partition;
};

/// A partition in the collector's answer: what is fetched or left out.
struct Move
{
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t offsets = 0;
};

Result<std::vector<Move>> movesIn(const std::string& json)
{
    std::vector<Move> moves;
    auto failed = readJsonObject(json, [&](JsonFields fields) {
        fields.objects("partitions", [&](JsonFields partition) {
            Move& move = moves.emplace_back();
            partition.read("topic", move.topic);
            partition.read("partition", move.partition);
            partition.read("from", move.from);
            partition.read("to", move.to);
            partition.read("offsets", move.offsets);
        });
    });
    if (failed)
        return std::move(*failed);
    return moves;
}

/// What a verb does to offsets, and what it says when there are none.
std::pair<std::string_view, std::string_view> wordsOf(const std::string& command)
{
    if (command == "reread")
        return {"are read again", "nothing is indexed there"};
    return {command == "skip" ? "are left out" : "are fetched", "nothing is missing there"};
}

void print(const std::vector<Move>& moves, const std::string& command)
{
    const auto [verb, nothing] = wordsOf(command);
    bool isAny = false;
    for (const Move& move : moves) {
        if (move.offsets == 0)
            continue;
        isAny = true;
        fmt::print("{} partition {}: {} offset{} from {} to {} {}\n", visibleText(move.topic),
                   move.partition, move.offsets, move.offsets == 1 ? "" : "s", move.from,
                   move.to - 1, verb);
    }
    if (!isAny)
        fmt::print("{}\n", nothing);
}

int send(const Globals& globals, const std::string& command, const Options& options)
{
    const auto client = ControlClient::connect(globals.index);
    if (!client)
        return failure(client.error());
    std::map<std::string, std::string> arguments{{"source", options.name}};
    for (const auto& [name, value] : {std::pair("from", options.from), {"to", options.to},
                                      {"topic", options.topic}, {"partition", options.partition}}) {
        if (!value.empty())
            arguments.emplace(name, value);
    }
    const auto answer = (*client)->request(command, arguments, patienceWith(command));
    if (!answer) {
        complain(answer.error().text());
        return exitFailed;
    }
    if (answer->empty())
        return exitDone;
    if (globals.json) {
        fmt::print("{}\n", *answer);
        return exitDone;
    }
    const auto moves = movesIn(*answer);
    if (!moves)
        return failure(moves.error());
    print(*moves, command);
    return exitDone;
}

/// A verb that is sent to the collector as a command of the same name.
CLI::App* addVerb(CLI::App& source, const Globals& globals, Run& run, const std::string& verb,
                  const std::string& description, const std::shared_ptr<Options>& options)
{
    CLI::App* const command = source.add_subcommand(verb, description);
    command->add_option("NAME", options->name, "The source")->required();
    command->final_callback([&globals, &run, verb, options] {
        run = [&globals, verb, options] {
            return send(globals, verb, *options);
        };
    });
    return command;
}

void addPlace(CLI::App& command, Options& options, const std::string& description)
{
    command.add_option("--to", options.to, description)->type_name("PLACE");
    command.add_option("--topic", options.topic, "Only this topic")->type_name("TOPIC");
    command.add_option("--partition", options.partition, "Only this partition")->type_name("N");
}

} // namespace

void addSourceCommand(CLI::App& app, const Globals& globals, Run& run)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const source = app.add_subcommand("source", "What runs: pause, resume, move about");
    source->require_subcommand(1);
    const auto verb = [&](const std::string& name, const std::string& description) {
        return addVerb(*source, globals, run, name, description, options);
    };
    verb("pause", "Stops reading a source");
    verb("resume", "Goes on where it was paused");
    addPlace(*verb("rewind", "Fetches what is missing from a place on"), *options,
             "earliest, latest, an offset, a time, or -15m");
    CLI::App& reread = *verb("reread", "Takes a range out of the index and fetches it again");
    reread.add_option("--from", options->from, "Where it begins: earliest, an offset, a time, or -15m")
        ->type_name("PLACE");
    addPlace(reread, *options, "Where it ends, not included: latest, an offset, a time, or -15m");
    addPlace(*verb("skip", "Leaves out what cannot be read, or what lies before a place, as a gap"),
             *options, "Where to go on: earliest, latest, an offset, a time, or -15m");
}

} // namespace weir::cli
