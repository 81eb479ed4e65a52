// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"
#include "app/cli/formatsamples.h"
#include "core/config/config.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace weir::cli {

namespace {

int check(const Globals& globals)
{
    Configuration configuration = loadConfiguration(globals.config);
    std::ranges::move(problemsOfSamples(configuration.formats),
                      std::back_inserter(configuration.problems));
    for (const ConfigProblem& problem : configuration.problems)
        fmt::print(stderr, "{}\n", problem.text());
    if (configuration.hasErrors())
        return exitUsage;
    fmt::print("{}: {} sources, {} alerts, {} dashboards, {} views, {} highlights\n", globals.config.string(),
               configuration.weir.sources.size(), configuration.alerts.size(),
               configuration.dashboards.size(), configuration.views.size(), configuration.highlights.size());
    return exitDone;
}

} // namespace

void addCheckCommand(CLI::App& app, const Globals& globals, Run& run)
{
    app.add_subcommand("check", "Validates the configuration: file, line, column, what is wrong")
        ->final_callback([&] {
            run = [&globals] {
                return check(globals);
            };
        });
}

} // namespace weir::cli
