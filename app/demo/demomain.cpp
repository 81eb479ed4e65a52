// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demomain.h"

#include "app/demo/demopublisher.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <csignal>

namespace weir::demo {

namespace {

std::atomic<bool> stopped = false;

} // namespace

int runDemoPublisher(int argc, char** argv)
{
    PublisherOptions options;
    int seconds = 0;
    CLI::App app("Publishes the demonstration's streams on the loopback",
                 "weir-collector demo-publish");
    app.add_option("--dir", options.folder, "Gets the configuration")->type_name("DIR")->required();
    app.add_option("--seconds", seconds, "End after so many seconds")->type_name("N");
    app.add_option("--seed", options.seed, "Another seed says other things")->capture_default_str();
    app.add_option("--speed", options.speed, "Times the usual rate of 2,500 messages a second")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (seconds > 0)
        options.seconds = seconds;
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, [](int) { stopped = true; });
    if (const auto done = publishDemo(options, stopped); !done) {
        fmt::print(stderr, "weir demo: {}\n", done.error().text());
        return 1;
    }
    return 0;
}

} // namespace weir::demo
