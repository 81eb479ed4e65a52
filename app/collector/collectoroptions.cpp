// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/collectoroptions.h"

#include "core/config/paths.h"

#include <CLI/CLI.hpp>

namespace weir {

namespace {

int exitCode(const CLI::App& app, const CLI::ParseError& error)
{
    return app.exit(error) == 0 ? 0 : 2;
}

} // namespace

std::variant<CollectorOptions, int> parseCollectorOptions(int argc, char** argv)
{
    CollectorOptions options;
    options.config = defaultConfigFolder();
    options.index = defaultIndexFolder();
    std::string timeout = "30s";
    CLI::App app("Receives, decodes and indexes event streams", "weir-collector");
    app.set_version_flag("--version", WEIR_VERSION);
    app.add_option("--config", options.config, "Folder of weir.toml")->type_name("DIR");
    app.add_option("--index", options.index, "Folder of the index")->type_name("DIR");
    app.add_flag("--until-end", options.untilEnd,
                 "Stop at what is now the end of every Kafka partition and file");
    app.add_option("--timeout", timeout, "With --until-end: unreachable for so long is a failure")
        ->type_name("DURATION");
    app.add_option("--source-url", options.urls,
                   "A source, in place of those in weir.toml; may be repeated")
        ->type_name("URL");
    app.add_option("--formats", options.formats, "With --source-url: folder of the user's formats")
        ->type_name("DIR");
    app.add_flag("--supervised", options.supervised,
                 "Started by a window: end 30 s after the last one has gone");
    app.add_flag("!--no-restart", options.isRestarted,
                 "Do not start again after a crash; for a debugger");
    try {
        app.parse(argc, argv);
        const auto parsed = parseDuration(timeout);
        if (!parsed)
            throw CLI::ValidationError("--timeout", "is a duration such as 30s, not " + timeout);
        options.timeout = *parsed;
    } catch (const CLI::ParseError& error) {
        return exitCode(app, error);
    }
    options.config = std::filesystem::absolute(options.config);
    options.index = std::filesystem::absolute(options.index);
    return options;
}

} // namespace weir
