// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/source/sourcemain.h"

#include "app/collector/keyring.h"
#include "app/collector/processlimits.h"
#include "app/collector/source/kafkalook.h"
#include "app/collector/source/sourcereport.h"
#include "app/collector/source/sourcetest.h"
#include "app/collector/source/timelimit.h"
#include "app/shared/sourceverbs.h"
#include "collectors/redact/redactkey.h"
#include "core/nearest.h"

#include <QCoreApplication>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/prctl.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <variant>

namespace weir {

namespace {

constexpr auto grace = std::chrono::milliseconds(500); ///< for what keeps to its time by itself
constexpr std::size_t mostConfiguration = std::size_t{1} << 20; ///< bytes of one source

/// The options, or the exit code that ends the program.
std::variant<SourceLookOptions, int> parse(int argc, char** argv)
{
    const auto options = std::make_shared<SourceLookOptions>();
    CLI::App app("Looks at a source and what is behind it", "weir-collector source");
    app.fallthrough();
    app.require_subcommand(1);
    app.add_option("--config", options->config, "Folder of weir.toml")->required();
    app.add_flag("--json", options->json, "JSON lines");
    addSourceVerbs(app, options, [] { });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (!parseDuration(options->timeout)) {
        std::cerr << "weir: '" << options->timeout << "' is no duration, such as 10s\n";
        return 2;
    }
    return *options;
}

Configuration configurationFor(const SourceLookOptions& options)
{
    if (options.source != "-")
        return loadConfiguration(options.config);
    std::string text(mostConfiguration, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    return parseConfiguration(text, options.config);
}

/// The source that is meant, or why there is none.
std::variant<SourceConfig, std::string> findSource(const Configuration& configuration,
                                                   const std::string& name)
{
    const auto& sources = configuration.weir.sources;
    const auto found = std::ranges::find_if(sources, [&name](const SourceConfig& source) {
        return name == "-" || source.name == name;
    });
    if (found != sources.end())
        return *found;
    // A source with a fault in it is left out.
    const auto fault = std::ranges::find(configuration.problems, false, &ConfigProblem::isWarning);
    if (fault != configuration.problems.end())
        return fault->text();
    if (name == "-")
        return "there is no [[source]] in what was given";
    std::vector<std::string_view> names;
    for (const SourceConfig& source : sources)
        names.push_back(source.name);
    return fmt::format("no source is named '{}'{}", name, suggestion(name, names));
}

bool look(const std::variant<SourceConfig, std::string>& source,
          KeyringReader keyring, const SourceLookOptions& options, Deadline deadline,
          SourceReport& report)
{
    const auto* problem = std::get_if<std::string>(&source);
    if (problem && options.verb == "test") {
        report.begin("configuration");
        report.end(false, *problem);
        report.result(false, {}, *problem);
        return false;
    }
    if (problem) {
        report.error(*problem);
        return false;
    }
    SourceConfig config = std::get<SourceConfig>(source);
    config.redact.tagKey = keyOfProcess(); // nothing is stored, so no index has to know it
    CollectorSetup setup;
    setup.source = config;
    setup.keyring = std::move(keyring);
    if (options.verb == "test")
        return testSource(setup, static_cast<std::size_t>(options.messages), deadline, report);
    if (!std::holds_alternative<KafkaSource>(config.input)) {
        report.error(fmt::format("'{}' is no Kafka source: only Kafka has {}", config.name,
                                 options.verb == "groups" ? "groups" : "topics to look at"));
        return false;
    }
    return lookAtKafka(setup, options, deadline, report);
}

} // namespace

int sourceMain(int argc, char** argv)
{
    protectProcess();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    const auto parsed = parse(argc, argv);
    if (const int* code = std::get_if<int>(&parsed))
        return *code;
    const auto& options = std::get<SourceLookOptions>(parsed);
    const Configuration configuration = configurationFor(options);
    limitMemory(configuration.weir.memoryLimit);

    const QCoreApplication application(argc, argv); // for the keyring
    Keyring keyring;
    SourceReport report(options.json);
    const Deadline deadline = std::chrono::steady_clock::now() + *parseDuration(options.timeout);
    const TimeLimit limit(deadline + grace, [&] { report.timeOut(options.timeout); });
    return look(findSource(configuration, options.source), keyring.reader(), options, deadline, report)
        ? 0
        : 1;
}

} // namespace weir
