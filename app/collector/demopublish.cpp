// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/demopublish.h"

#include "app/collector/processlimits.h"
#include "app/collector/say.h"
#include "app/demo/demopublisher.h"

#include <CLI/CLI.hpp>

#include <atomic>
#include <csignal>

namespace weir {

namespace {

// Lock-free, so a signal handler may set it.
std::atomic<bool> stopAsked = false;

void askToStop(int)
{
    stopAsked = true;
}

} // namespace

int demoPublishMain(int argc, char** argv)
{
    protectProcess();
    demo::PublisherOptions options;
    CLI::App app("Publishes the streams of the demonstration", "weir-collector demo-publish");
    app.add_option("--dir", options.folder, "Gets config/ and index/")->required();
    app.add_option("--seed", options.seed);
    app.add_option("--speed", options.speed)->check(CLI::PositiveNumber);
    app.add_option("--seconds", options.seconds)->check(CLI::PositiveNumber);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    std::signal(SIGTERM, askToStop);
    std::signal(SIGINT, askToStop);
    if (const auto published = demo::publishDemo(options, stopAsked); !published) {
        say(published.error().text());
        return 1;
    }
    return 0;
}

} // namespace weir
