// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"
#include "app/cli/controlclient.h"
#include "app/cli/programs.h"
#include "core/config/paths.h"
#include "core/json.h"
#include "store/read/alertreader.h"
#include "store/read/indexreader.h"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace weir::cli {

namespace {

struct Options
{
    std::filesystem::path folder;
    std::string screenshot;
    int seconds = 0;
    bool headless = false;
};

/// Starts the publisher and waits until its sockets are open and the configuration is written.
bool startPublisher(const std::filesystem::path& folder)
{
    std::array<int, 2> pipes{};
    if (pipe2(pipes.data(), O_CLOEXEC) != 0)
        return false;
    const auto child =
        startChild("weir-collector", {"demo-publish", "--dir", folder.string()}, pipes[1]);
    close(pipes[1]);
    if (!child) {
        complain(child.error().text());
        return false;
    }
    // The read end stays open: the publisher is not to die of a broken pipe.
    pollfd ready{pipes[0], POLLIN, 0};
    std::array<char, 16> line{};
    return poll(&ready, 1, 20'000) == 1 && read(pipes[0], line.data(), line.size()) > 0;
}

std::uint64_t received(const std::filesystem::path& index)
{
    const auto client = ControlClient::connect(index);
    if (!client)
        return 0;
    const auto answer = (*client)->request("status");
    const auto status = answer ? Status::fromJson(*answer) : Result<Status>(answer.error());
    std::uint64_t events = 0;
    if (status) {
        for (const SourceStatus& source : status->sources)
            events += source.events;
    }
    return events;
}

std::uint64_t indexed(const std::filesystem::path& index)
{
    const auto reader = IndexReader::open(index);
    if (!reader)
        return 0;
    const auto totals = (*reader)->totals();
    return totals ? totals->events : 0;
}

std::int64_t notified(const std::filesystem::path& index)
{
    const auto history = readAlertHistory(index, 1000);
    return !history
        ? 0
        : std::count_if(history->begin(), history->end(),
                        [](const AlertRecord& record) { return !record.notification.empty(); });
}

int runHeadless(const std::filesystem::path& config, const std::filesystem::path& index,
                int seconds)
{
    const auto collector =
        startChild("weir-collector", {"--config", config.string(), "--index", index.string()});
    if (!collector) {
        complain(collector.error().text());
        return exitFailed;
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (std::chrono::steady_clock::now() < until && !hasEnded(*collector))
        poll(nullptr, 0, 100);
    const std::uint64_t arrived = received(index);
    if (const int code = stopChild(*collector); code != exitDone)
        return code;
    JsonWriter json;
    json.beginObject()
        .member("received", arrived)
        .member("indexed", indexed(index))
        .member("notified", notified(index))
        .endObject();
    std::printf("%s\n", json.text().c_str());
    return exitDone;
}

int demo(const Options& options)
{
    const auto folder =
        options.folder.empty() ? cacheFolder() / "demo" : std::filesystem::absolute(options.folder);
    if (!startPublisher(folder)) {
        complain("the demonstration's publisher did not start");
        return exitFailed;
    }
    if (options.headless)
        return runHeadless(folder / "config", folder / "index",
                           options.seconds > 0 ? options.seconds : 20);
    std::vector<std::string> arguments{"--config", (folder / "config").string(), "--index",
                                       (folder / "index").string(), "--name", "demo",
                                       "--stop-collector"};
    if (!options.screenshot.empty())
        arguments.insert(arguments.end(),
                         {"--screenshot", std::filesystem::absolute(options.screenshot).string()});
    if (options.seconds > 0)
        arguments.insert(arguments.end(), {"--seconds", std::to_string(options.seconds)});
    return become("weir-console", arguments);
}

} // namespace

void addDemoCommand(CLI::App& app, const Globals& /*globals*/, Run& run)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("demo",
                                       "The demonstration: live streams over real sockets, with an "
                                       "index and a configuration of its own");
    command->add_option("--dir", options->folder, "Where its files go (default: the cache folder)")
        ->type_name("DIR");
    command->add_flag("--headless", options->headless,
                      "Without a window: collect, print the counts as JSON");
    command->add_option("--seconds", options->seconds, "End after so many seconds")->type_name("N");
    command
        ->add_option("--screenshot", options->screenshot, "Save a picture of the window at the end")
        ->type_name("FILE");
    command->final_callback([&run, options] {
        run = [options] {
            return demo(*options);
        };
    });
}

} // namespace weir::cli
