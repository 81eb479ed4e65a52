// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/consoleoptions.h"

#include "core/config/paths.h"

#include <CLI/CLI.hpp>

namespace weir {

std::variant<ConsoleOptions, int> parseConsoleOptions(int argc, char** argv)
{
    ConsoleOptions options;
    options.config = defaultConfigFolder();
    options.index = defaultIndexFolder();
    std::int64_t seconds = 20;
    CLI::App app("The window on the streams", "weir-console");
    app.set_version_flag("--version", WEIR_VERSION);
    app.add_option("--config", options.config, "Folder of weir.toml")->type_name("DIR");
    app.add_option("--index", options.index, "Folder of the index")->type_name("DIR");
    app.add_option("--source-url", options.urls,
                   "A source, in place of those in weir.toml; may be repeated")
        ->type_name("URL");
    app.add_flag("--temporary", options.temporary, "Remove the index at the end");
    app.add_flag("--read-only", options.readOnly, "Never start a collector");
    app.add_flag("--stop-collector", options.stopsCollector,
                 "End the collector together with the window");
    app.add_option("--name", options.name, "What these streams are, for the title");
    app.add_option("--theme", options.theme)->check(CLI::IsMember({"system", "dark", "light"}));
    app.add_option("--page", options.page,
                   "Where to begin: logs, dashboards, alerts, sources, sources/add, …")
        ->type_name("PAGE");
    app.add_flag("--session", options.session,
                 "What was open comes back, also with --page or --screenshot");
    app.add_option("--show", options.link, "A weir:// link to show")->type_name("URL");
    app.add_option("--screenshot", options.screenshot, "Save a picture of the window, then end")
        ->type_name("FILE");
    app.add_option("--seconds", seconds, "How long to run before the picture")
        ->check(CLI::PositiveNumber);
    app.add_option("--probe-log", options.probeLog, "One line for each painted frame")
        ->type_name("FILE");
    app.add_flag("--everything", options.everything,
                 "Begin with all there is, not with the last 15 minutes");
    app.add_flag("--frame-stats", options.frameStats, "At the end, how long painting took");
    // For tests of the window; no help speaks of it.
    app.add_option("--language", options.language)
        ->check(CLI::IsMember({"en", "pseudo"}))
        ->group("");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    options.session = !options.temporary
        && (options.session || (options.page.empty() && !options.screenshot));
    options.seconds = std::chrono::seconds(seconds);
    options.config = std::filesystem::absolute(options.config);
    options.index = std::filesystem::absolute(options.index);
    return options;
}

} // namespace weir
