// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/collectormain.h"

#include "app/collector/collectorservice.h"
#include "app/collector/processlimits.h"
#include "app/collector/say.h"
#include "app/process/unixsignals.h"

#include <QCoreApplication>

#include <csignal>

namespace weir {

namespace {

/// Sources of the command line in place of the configured ones; false when one is wrong.
bool useUrls(const CollectorOptions& options, Configuration& configuration)
{
    configuration = {};
    configuration.formats = loadUserFormats(options.formats, configuration.problems);
    sayProblems(configuration.problems);
    // A private index lasts as long as who asked for it.
    configuration.weir.retention.index.age.reset();
    for (const std::string& url : options.urls) {
        auto parsed = parseSourceUrl(url, SystemClock().now());
        if (const auto* problem = std::get_if<ConfigProblem>(&parsed)) {
            say(problem->message);
            return false;
        }
        auto& source =
            configuration.weir.sources.emplace_back(std::move(*std::get_if<SourceConfig>(&parsed)));
        useFormats(configuration.formats, source);
    }
    return true;
}

} // namespace

int collectorMain(int argc, char** argv)
{
    protectProcess();
    auto parsed = parseCollectorOptions(argc, argv);
    if (const int* code = std::get_if<int>(&parsed))
        return *code;
    const auto options = std::move(*std::get_if<CollectorOptions>(&parsed));

    QCoreApplication application(argc, argv);
    UnixSignals signals_;
    Configuration configuration;
    if (options.urls.empty()) {
        configuration = loadConfiguration(options.config);
        sayProblems(configuration.problems);
        if (configuration.weir.sources.empty())
            say("no source is configured");
    } else if (!useUrls(options, configuration)) {
        return 2;
    }
    limitMemory(configuration.weir.memoryLimit);

    CollectorService service(options, std::move(configuration));
    QObject::connect(&service, &CollectorService::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    QObject::connect(&signals_, &UnixSignals::terminated, &service, [&service] {
        std::signal(SIGTERM, SIG_DFL); // a second one means it
        std::signal(SIGINT, SIG_DFL);
        service.stop();
    });
    QObject::connect(&signals_, &UnixSignals::hungUp, &service, &CollectorService::reload);
    if (const auto started = service.start(); !started) {
        say(started.error().text());
        return 1;
    }
    return QCoreApplication::exec();
}

} // namespace weir
