// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"
#include "app/cli/programs.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace weir::cli {

namespace {

struct Options
{
    bool untilEnd = false;
    std::string timeout = "30s";
};

} // namespace

void addCollectCommand(CLI::App& app, const Globals& globals, Run& run)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("collect", "Runs the collector in the foreground");
    command->add_flag("--until-end", options->untilEnd,
                      "Stop at what is now the end of every Kafka partition and file");
    command
        ->add_option("--timeout", options->timeout,
                     "With --until-end: unreachable for so long is a failure")
        ->type_name("DURATION")
        ->capture_default_str();
    command->final_callback([&globals, &run, options] {
        run = [&globals, options] {
            std::vector<std::string> arguments{"--config",  globals.config.string(),
                                               "--index",   globals.index.string(),
                                               "--timeout", options->timeout};
            if (options->untilEnd)
                arguments.emplace_back("--until-end");
            return become("weir-collector", arguments);
        };
    });
}

} // namespace weir::cli
