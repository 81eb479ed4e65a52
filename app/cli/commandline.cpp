// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include "app/cli/frontdoor.h"
#include "app/cli/sourcechild.h"
#include "core/config/paths.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace weir::cli {

namespace {

void addGlobals(CLI::App& app, Globals& globals)
{
    app.set_version_flag("--version", WEIR_VERSION);
    app.add_option("--config", globals.config, "Folder of weir.toml")->type_name("DIR");
    app.add_option("--index", globals.index, "Folder of the index")->type_name("DIR");
    app.add_flag("--json", globals.json, "JSON where a table would be printed");
    app.fallthrough();
}

} // namespace

void complain(const std::string& message)
{
    fmt::print(stderr, "weir: {}\n", message);
}

void complainOfDamage(const std::vector<Error>& places)
{
    constexpr std::size_t mostLines = 10;
    for (std::size_t i = 0; i < std::min(mostLines, places.size()); ++i)
        complain(places[i].text());
    if (places.size() == 1)
        complain("1 damaged place is left out of the result");
    else if (!places.empty())
        complain(fmt::format("{} damaged places are left out of the result", places.size()));
}

int failure(const Error& error)
{
    complain(error.text());
    return error.code == Error::Code::InvalidInput ? exitUsage : exitFailed;
}

int runCommandLine(int argc, char** argv)
{
    Globals globals{defaultConfigFolder(), defaultIndexFolder(), false};
    Run run;
    CLI::App app("A desktop console for event streams. Without a command: opens the window, on the "
                 "configured sources or on the given ones.",
                 "weir");
    addGlobals(app, globals);
    app.footer(
        "SOURCE is kafka://HOST:PORT/TOPIC?start=-15m, zmq+sub://HOST:PORT/PREFIX,\n"
        "zmq+pull://*:PORT, a file, or - for standard input.\n"
        "Exit codes: 0 done, 1 failed or nothing matched with -q, 2 wrong usage or configuration.");
    addQueryCommand(app, globals, run);
    addPatternsCommand(app, globals, run);
    addTailCommand(app, globals, run);
    addStatusCommand(app, globals, run);
    addCheckCommand(app, globals, run);
    addImportCommand(app, globals, run);
    addExportCommand(app, globals, run);
    addCollectCommand(app, globals, run);
    addPurgeCommand(app, globals, run);
    addSourceCommand(app, globals, run);
    addShowCommand(app, globals, run);
    addDemoCommand(app, globals, run);
    addSourceChildCommands(app, globals, run);
    addFrontDoor(app, globals, run);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? exitDone : exitUsage;
    }
    globals.config = std::filesystem::absolute(globals.config);
    globals.index = std::filesystem::absolute(globals.index);
    return run();
}

} // namespace weir::cli
