// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/collectormain.h"

#include "app/collector/collectorservice.h"
#include "app/collector/processlimits.h"
#include "app/collector/say.h"
#include "app/collector/startconfiguration.h"
#include "app/collector/supervisor.h"
#include "app/process/unixsignals.h"

#include <QCoreApplication>
#include <QTimer>

#include <csignal>

namespace weir {

namespace {

/// One wish to end can arrive several times: from a terminal, a service manager and the supervisor.
constexpr auto sameWish = std::chrono::seconds(1);

void endAtOnceNextTime()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
}

int collect(int argc, char** argv, const CollectorOptions& options, CrashNotes* notes)
{
    QCoreApplication application(argc, argv);
    UnixSignals signals_;
    auto configuration = configurationFor(options);
    if (!configuration)
        return 2;
    sayProblems(configuration->problems);
    if (configuration->weir.sources.empty())
        say("no source is configured");
    limitMemory(configuration->weir.memoryLimit);

    CollectorService service(options, std::move(*configuration), notes);
    QObject::connect(&service, &CollectorService::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    QObject::connect(&signals_, &UnixSignals::terminated, &service, [&service] {
        QTimer::singleShot(sameWish, &service, endAtOnceNextTime);
        service.stop();
    });
    QObject::connect(&signals_, &UnixSignals::hungUp, &service, &CollectorService::reload);
    if (const auto started = service.start(); !started) {
        say(started.error().text());
        return 1;
    }
    return QCoreApplication::exec();
}

} // namespace

int collectorMain(int argc, char** argv)
{
    protectProcess();
    auto parsed = parseCollectorOptions(argc, argv);
    if (const int* code = std::get_if<int>(&parsed))
        return *code;
    const auto options = std::move(*std::get_if<CollectorOptions>(&parsed));
    const auto run = [&](CrashNotes* notes) {
        return collect(argc, argv, options, notes);
    };
    return options.isRestarted ? supervise(run) : run(nullptr);
}

} // namespace weir
