// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/consolemain.h"

#include "app/console/childexporter.h"
#include "app/console/childprobe.h"
#include "app/console/collectorprocess.h"
#include "app/console/consoleoptions.h"
#include "app/console/localsocketclient.h"
#include "app/console/processlauncher.h"
#include "app/console/quitonsignal.h"
#include "app/console/settingsportal.h"
#include "app/process/unixsignals.h"
#include "core/clock.h"
#include "core/config/paths.h"
#include "store/read/indexreader.h"
#include "store/slicefiles.h"
#include "ui/mainwindow.h"
#include "ui/measure/measuredapplication.h"
#include "ui/models/threadturns.h"
#include "ui/models/filereplace.h"
#include "ui/models/sessionfile.h"
#include "ui/theme/pseudolocale.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QEventLoop>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <functional>

namespace weir {

namespace {

using namespace std::chrono_literals;

/// Qt ends the process by itself, with many words, when there is no display.
bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        || qEnvironmentVariable("QT_QPA_PLATFORM") == QStringLiteral("offscreen");
}

QStringList collectorArguments(const ConsoleOptions& options)
{
    QStringList arguments{QStringLiteral("--config"), QString::fromStdString(options.config),
                          QStringLiteral("--index"), QString::fromStdString(options.index),
                          QStringLiteral("--supervised")};
    for (const std::string& url : options.urls)
        arguments << QStringLiteral("--source-url") << QString::fromStdString(url);
    return arguments;
}

/// Of another window on the same index. It has the same right to start a collector, unless the
/// sources are this window's alone.
QStringList windowArguments(const ConsoleOptions& options)
{
    QStringList arguments{QStringLiteral("--config"), QString::fromStdString(options.config),
                          QStringLiteral("--index"), QString::fromStdString(options.index)};
    if (options.theme != "system")
        arguments << QStringLiteral("--theme") << QString::fromStdString(options.theme);
    if (options.readOnly || options.temporary || !options.urls.empty())
        arguments << QStringLiteral("--read-only");
    if (!options.name.empty())
        arguments << QStringLiteral("--name") << QString::fromStdString(options.name);
    return arguments;
}

std::filesystem::path logFile(const ConsoleOptions& options)
{
    const auto folder = cacheFolder();
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    const auto hash = std::hash<std::string>{}(options.index.string());
    return folder / ("collector-" + std::to_string(hash) + ".log");
}

Theme::Mode modeOf(const std::string& name)
{
    return name == "dark" ? Theme::Mode::Dark
        : name == "light" ? Theme::Mode::Light
                          : Theme::Mode::System;
}

/// Asks the collector to end and waits until it has, but not for ever.
void stopCollector(LocalSocketClient& client, CollectorProcess& process)
{
    const auto isOver = [&] {
        return client.connection() != CollectorClient::Connection::Connected
            && !process.isRunning();
    };
    QEventLoop loop;
    const auto look = [&] {
        if (isOver())
            loop.quit();
    };
    QObject::connect(&client, &CollectorClient::connectionChanged, &loop, look);
    QObject::connect(&process, &CollectorProcess::ended, &loop, look);
    QTimer::singleShot(10s, &loop, &QEventLoop::quit);
    client.stopSupervising();
    client.send("stop", {}, {});
    process.terminate();
    if (!isOver())
        loop.exec();
}

/// What an exported file spans; nothing for an index.
std::optional<TimeRange> exportedRange(const std::filesystem::path& index)
{
    if (!isSliceFile(index))
        return std::nullopt;
    const auto reader = IndexReader::open(index);
    const auto totals = reader ? (*reader)->totals() : Result<IndexTotals>(reader.error());
    if (!totals || !totals->oldest)
        return TimeRange{};
    return TimeRange{*totals->oldest, *totals->newest + Nanoseconds(1)};
}

int show(const ConsoleOptions& options, QApplication& application)
{
    Theme theme(application);
    theme.setMode(modeOf(options.theme));
    SettingsPortal portal(QDBusConnection::sessionBus());
    QObject::connect(&portal, &SettingsPortal::darkWanted, &theme, &Theme::setSystemIsDark);
    portal.ask();
    const auto toml = readTextFile(options.config / "weir.toml");
    const SystemClock clock;
    CollectorProcess process(QString::fromStdString(programFolder() / "weir-collector"),
                             collectorArguments(options), logFile(options));
    ChildProbe probe(QString::fromStdString(programFolder() / "weir-collector"), options.config);
    ChildExporter exporter(QString::fromStdString(programFolder() / "weir"), options.index);
    ProcessLauncher launcher(QString::fromStdString(programFolder() / "weir"),
                             QString::fromStdString(programFolder() / "weir-console"),
                             windowArguments(options));
    const auto session =
        options.session ? SessionFile::open(stateFolder(), options.index) : nullptr;
    LocalSocketClient client(options.index, options.readOnly ? nullptr : &process);
    WindowSetup setup{.index = options.index,
                      .config = options.config,
                      .client = client,
                      .clock = clock,
                      .theme = theme,
                      .name = QString::fromStdString(options.name),
                      .exported = exportedRange(options.index),
                      .everything = options.everything,
                      .probeLog = options.probeLog,
                      .frameStats = options.frameStats,
                      .screenshot = {},
                      .probe = &probe,
                      .launcher = &launcher,
                      .exporter = &exporter,
                      .session = session.get(),
                      .window = toml ? parseWindowConfig(*toml).value_or(WindowConfig{}) : WindowConfig{}};
    if (options.screenshot)
        setup.screenshot = ScreenshotWish{*options.screenshot, options.seconds};
    int code = 0;
    {
        MainWindow window(setup);
        if (!options.page.empty())
            window.showPlace(QString::fromStdString(options.page));
        if (!options.link.empty())
            window.showLink(QString::fromStdString(options.link));
        window.show();
        client.start();
        // As if the window had been closed: its state is saved and its statistics are printed.
        UnixSignals unixSignals;
        QObject::connect(&unixSignals, &UnixSignals::terminated, &window, &MainWindow::close);
        QObject::connect(&unixSignals, &UnixSignals::hungUp, &window, &MainWindow::close);
        code = QApplication::exec();
    }
    if (options.stopsCollector)
        stopCollector(client, process);
    return code;
}

} // namespace

int consoleMain(int argc, char** argv)
{
    umask(077);
    auto parsed = parseConsoleOptions(argc, argv);
    if (const int* code = std::get_if<int>(&parsed))
        return *code;
    auto options = std::move(*std::get_if<ConsoleOptions>(&parsed));
    if (!hasDisplay()) {
        std::fputs("weir-console: there is no display; see weir query, weir tail, weir collect\n",
                   stderr);
        return 1;
    }
    if (options.temporary)
        options.stopsCollector = true;
    if (options.name.empty() && !options.urls.empty())
        options.name = options.urls.front();
    takeShortTurns();
    MeasuredApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("weir"));
    QApplication::setApplicationVersion(QStringLiteral(WEIR_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("weir"));
    const QuitOnSignal quitOnSignal;
    PseudoLocale pseudo;
    if (options.language == "pseudo")
        QCoreApplication::installTranslator(&pseudo);
    const int code = show(options, application);
    if (options.temporary) {
        std::error_code ignored;
        std::filesystem::remove_all(options.index, ignored);
        std::filesystem::remove(logFile(options), ignored);
    }
    return code;
}

} // namespace weir
