// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sourcechild.h"

#include "app/cli/programs.h"
#include "app/shared/sourceverbs.h"

#include <CLI/CLI.hpp>

namespace weir::cli {

void addSourceChildCommands(CLI::App& app, const Globals& globals, Run& run)
{
    const auto known =
        app.get_subcommands([](const CLI::App* sub) { return sub->get_name() == "source"; });
    CLI::App* const command = known.empty()
        ? app.add_subcommand("source", "Looks at a source and what is behind it")
        : known.front();
    command->require_subcommand(1);
    const auto options = std::make_shared<SourceLookOptions>();
    addSourceVerbs(*command, options, [&globals, &run, options] {
        run = [&globals, options] {
            options->config = globals.config.string();
            options->json = globals.json;
            return become("weir-collector", options->arguments());
        };
    });
}

} // namespace weir::cli
