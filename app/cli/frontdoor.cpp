// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/frontdoor.h"

#include "app/cli/adhoc.h"
#include "app/cli/programs.h"
#include "store/slicefiles.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace weir::cli {

namespace {

struct Options
{
    std::vector<std::string> sources;
    bool keep = false;
};

/// A file that weir export has made: nothing is collected, and nothing can be written.
int openExported(const std::filesystem::path& file, std::vector<std::string> arguments)
{
    arguments.insert(arguments.end(),
                     {"--index", file.string(), "--read-only", "--name", file.filename().string()});
    return become("weir-console", arguments);
}

int openWindow(const Globals& globals, const Options& options)
{
    std::vector<std::string> arguments{"--config", globals.config.string()};
    if (options.sources.empty()) {
        arguments.insert(arguments.end(), {"--index", globals.index.string()});
        return become("weir-console", arguments);
    }
    if (options.sources.size() == 1 && isSliceFile(options.sources.front()))
        return openExported(std::filesystem::absolute(options.sources.front()), arguments);
    for (const std::string& source : options.sources) {
        if (const auto problem = problemOf(source)) {
            complain(*problem);
            return exitUsage;
        }
        arguments.insert(arguments.end(), {"--source-url", source});
    }
    arguments.insert(arguments.end(), {"--index", newAdHocIndex().string()});
    if (!options.keep)
        arguments.emplace_back("--temporary");
    return become("weir-console", arguments);
}

} // namespace

void addFrontDoor(CLI::App& app, const Globals& globals, Run& run)
{
    const auto options = std::make_shared<Options>();
    app.add_option("SOURCE", options->sources, "Streams to look at without configuring them");
    app.add_flag("--keep", options->keep, "Keep the index of sources given here");
    run = [&globals, options] {
        return openWindow(globals, *options);
    };
}

} // namespace weir::cli
