// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "core/json.h"
#include "core/permalink.h"
#include "store/read/alertreader.h"
#include "ui/actions.h"
#include "ui/alerts/alertspage.h"
#include "ui/models/collectorclient.h"
#include "ui/dashboards/dashboardspage.h"
#include "ui/framestats.h"
#include "ui/launcher.h"
#include "ui/logs/logspage.h"
#include "ui/logs/logstabs.h"
#include "ui/logs/resultlist.h"
#include "ui/models/bookmarks.h"
#include "ui/measure/framestatsoverlay.h"
#include "ui/measure/windowplaces.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/models/lateststatus.h"
#include "ui/models/sessionfile.h"
#include "ui/models/viewset.h"
#include "ui/models/visiblerange.h"
#include "ui/models/windowsettings.h"
#include "ui/models/zones.h"
#include "ui/pagecontext.h"
#include "ui/rail.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/palettesources.h"
#include "ui/shell/shell.h"
#include "ui/shell/windowbanner.h"
#include "ui/sources/sourcespage.h"
#include "ui/statusbar.h"
#include "ui/theme/icons.h"
#include "ui/widgets/latepage.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QScreen>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cstdio>
#include <thread>

namespace weir {

namespace {

constexpr int saveDelay = 1000; ///< ms after a change
/// By Navigator::Page.
constexpr std::array places{QLatin1String("logs"), QLatin1String("dashboards"),
                            QLatin1String("alerts"), QLatin1String("sources"),
                            QLatin1String("settings")};

void printLine(const QString& line)
{
    std::fprintf(stdout, "%s\n", line.toUtf8().constData());
    std::fflush(stdout);
}

} // namespace

struct MainWindow::Private
{
    explicit Private(const WindowSetup& wanted)
        : setup(wanted)
        , range(wanted.clock)
        , views(wanted.config)
        , settings(wanted.config, wanted.window)
        , bookmarks(wanted.index, wanted.client)
        , context{setup.index, setup.config, setup.client, status,      range,
                  frames,      wanted.theme, navigator,    wanted.clock,  actions,
                  bookmarks,   wanted.probe, wanted.launcher, &views, wanted.exporter,
                  &settings}
    {
    }

    const WindowSetup setup;
    VisibleRange range;
    FrameClock frames;
    LatestStatus status;
    Navigator navigator;
    FrameStats stats;
    ViewSet views;
    WindowSettings settings;
    Actions actions;
    Bookmarks bookmarks;
    PageContext context;

    Rail* rail = nullptr;
    Shell* shell = nullptr;
    WindowBanner* banner = nullptr;
    QStackedWidget* pages = nullptr;
    LogsTabs* logs = nullptr;
    QTimer saveSoon; ///< the session
    DashboardsPage* dashboards = nullptr;
    AlertsPage* alerts = nullptr;
    SourcesPage* sources = nullptr;
    StatusBar* statusBar = nullptr;
    QString configurationProblem;

    // Last, so destroyed first.
    std::jthread configurationReader;
};

MainWindow::MainWindow(const WindowSetup& setup, QWidget* parent)
    : QMainWindow(parent)
    , d(std::make_unique<Private>(setup))
{
    setWindowIcon(icon(QStringLiteral("weir-mark"), Colors::dark().accent));
    // A status bar below the edge of the screen tells nobody anything.
    const QSize frame(4, 36);
    resize(QSize(1440, 900).boundedTo(screen()->availableSize() - frame));
    setMinimumSize(640, 420);
    if (setup.probeLog && !d->stats.logTo(*setup.probeLog))
        std::fprintf(stderr, "weir-console: cannot write %s\n", setup.probeLog->c_str());
    if (setup.frameStats)
        d->stats.measureEvents();
    applyLook(setup.window, setup.theme); // before the pages, which take their fonts from it
    makePages();
    if (setup.everything)
        d->range.setLive({});
    if (setup.exported)
        d->range.setFixed(*setup.exported);
    makeActions();
    listen();
    if (d->setup.session)
        restoreSession();
    readConfiguration();
    if (setup.screenshot) {
        const auto after =
            std::chrono::duration_cast<std::chrono::milliseconds>(setup.screenshot->after);
        QTimer::singleShot(after, this, [this] { takeScreenshot(*d->setup.screenshot); });
    }
}

MainWindow::~MainWindow()
{
    if (d->saveSoon.isActive())
        saveSession();
    d->frames.stop();
    if (d->setup.frameStats)
        notePlaces(d->stats, logs());
    // These refer to what Private holds, so they go first; the shell may have a zoom to save.
    delete d->shell;
    delete takeCentralWidget();
    if (d->setup.frameStats)
        printLine(d->stats.toJson());
}

LogsPage& MainWindow::logs()
{
    return d->logs->current();
}

LogsTabs& MainWindow::tabs()
{
    return *d->logs;
}

void MainWindow::restoreSession()
{
    if (const auto& left = d->setup.session->session()) {
        if (!left->geometry.isEmpty())
            restoreGeometry(left->geometry);
        if (!d->setup.exported && !d->setup.everything)
            d->range.show(left->range);
        d->logs->restore(left->logs);
        showPlace(left->page);
    }
    d->saveSoon.setSingleShot(true);
    d->saveSoon.setInterval(saveDelay);
    connect(&d->saveSoon, &QTimer::timeout, this, &MainWindow::saveSession);
    const auto later = [this] { d->saveSoon.start(); };
    connect(d->logs, &LogsTabs::stateChanged, this, later);
    connect(d->pages, &QStackedWidget::currentChanged, this, later);
    connect(&d->range, &VisibleRange::changed, this, later);
    connectionChanged();
}

void MainWindow::saveSession()
{
    d->saveSoon.stop();
    if (!d->setup.session || !d->logs)
        return;
    const auto page = static_cast<std::size_t>(std::max(0, d->pages->currentIndex()));
    d->setup.session->save({saveGeometry(), places.at(page), d->range.shown(),
                            d->logs->state()});
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveSession();
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (d && d->setup.session)
        d->saveSoon.start();
}

void MainWindow::moveEvent(QMoveEvent* event)
{
    QMainWindow::moveEvent(event);
    if (d && d->setup.session)
        d->saveSoon.start();
}

void MainWindow::makePages()
{
    d->logs = new LogsTabs(d->context, d->stats);
    d->pages = new QStackedWidget;
    d->pages->addWidget(d->logs);
    d->dashboards = new DashboardsPage(d->context);
    d->pages->addWidget(d->dashboards);
    d->alerts = new AlertsPage(d->context);
    d->pages->addWidget(d->alerts);
    d->sources = new SourcesPage(d->context);
    d->pages->addWidget(d->sources);
    SettingsPage::declareActions(d->actions);
    d->pages->addWidget(new LatePage([this] { return new SettingsPage(d->context); }));

    d->rail = new Rail(d->setup.theme);
    d->banner = new WindowBanner;
    d->statusBar = new StatusBar(d->setup.theme);

    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(d->banner);
    right->addWidget(d->pages, 1);
    auto* top = new QHBoxLayout;
    top->setSpacing(0);
    top->addWidget(d->rail);
    top->addLayout(right, 1);
    auto* central = new QWidget;
    auto* all = new QVBoxLayout(central);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(top, 1);
    all->addWidget(d->statusBar);
    setCentralWidget(central);
    showPage(Navigator::Page::Logs);
    d->logs->setFocus();
}

void MainWindow::makeActions()
{
    const auto add = [this](const char* id, const QString& text, const QKeySequence& keys, auto handler) {
        connect(d->actions.add(QLatin1String(id), text, {keys}, this), &QAction::triggered, this,
                handler);
    };
    using Page = Navigator::Page;
    add("window.logs", tr("Logs"), Qt::ALT | Qt::Key_1, [this] { showPage(Page::Logs); });
    add("window.dashboards", tr("Dashboards"), Qt::ALT | Qt::Key_2,
        [this] { showPage(Page::Dashboards); });
    add("window.alerts", tr("Alerts"), Qt::ALT | Qt::Key_3, [this] { showPage(Page::Alerts); });
    add("window.sources", tr("Sources"), Qt::ALT | Qt::Key_4, [this] { showPage(Page::Sources); });
    connect(d->actions.add(QLatin1String("window.settings"), tr("Settings"),
                           {Qt::CTRL | Qt::Key_Comma, Qt::ALT | Qt::Key_5}, this),
            &QAction::triggered, this, [this] { showPage(Page::Settings); });
    add("window.fullScreen", tr("Full screen"), Qt::Key_F11,
        [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    if (d->setup.launcher)
        add("window.new", tr("New window"), Qt::CTRL | Qt::SHIFT | Qt::Key_N,
            [this] { d->setup.launcher->openWindow(); });
    auto* overlay = new FrameStatsOverlay(d->stats, d->setup.theme, this);
    add("window.frameStats", tr("Frame statistics"), Qt::CTRL | Qt::SHIFT | Qt::Key_F,
        [overlay] { overlay->toggle(); });
    add("window.quit", tr("Quit"), Qt::CTRL | Qt::Key_Q, [this] { close(); });
    d->shell = new Shell(d->setup.theme, d->actions, d->settings, this);
    d->shell->setParent(this);
    fillPalette();
}

void MainWindow::fillPalette()
{
    const auto named = [this](const QString& kind, PaletteNames::Names names,
                              PaletteNames::Open open) {
        d->shell->addToPalette(
            std::make_unique<PaletteNames>(kind, std::move(names), std::move(open)));
    };
    named(tr("Source"), [this] { return sourceNames(d->status); },
          [this](const QString& name) { showPlace(QStringLiteral("sources/show/") + name); });
    named(tr("View"), [this] { return viewNames(d->views); },
          [this](const QString& name) {
              showPage(Navigator::Page::Logs);
              LogsPage& page = d->logs->current();
              page.selection().setOn(name.toStdString(), true, page.list().settings());
          });
    named(tr("Dashboard"), [this] { return dashboardNames(d->dashboards->dashboards()); },
          [this](const QString& file) {
              showPage(Navigator::Page::Dashboards);
              d->dashboards->openDashboard(file.toStdString());
          });
}

void MainWindow::listen()
{
    CollectorClient& client = d->setup.client;
    connect(&d->frames, &FrameClock::frame, this, [this] { d->stats.wanted(d->frames.requestedAt()); });
    connect(&client, &CollectorClient::statusReceived, this,
            [this](const Status& status) { d->status.set(status); });
    connect(&client, &CollectorClient::connectionChanged, this, &MainWindow::connectionChanged);
    connect(&d->status, &LatestStatus::changed, this, &MainWindow::statusChanged);
    connect(d->rail, &Rail::pageWanted, this, &MainWindow::showPage);
    connect(d->statusBar, &StatusBar::pageWanted, this, &MainWindow::showPage);
    const auto showZone = [this] {
        d->statusBar->setZone(offsetText(d->range.drawn().to, d->range.zone()));
    };
    for (const auto signal : {&VisibleRange::zoneChanged, &VisibleRange::changed})
        connect(&d->range, signal, d->statusBar, showZone);
    connect(&d->status, &LatestStatus::changed, d->statusBar, showZone); // clocks may have been moved
    // Until a list is seen, and when all lists get another.
    d->range.setZone(zoneNamed(d->settings.window().zone));
    connect(&d->settings, &WindowSettings::changed, this,
            [this, before = d->settings.window().zone]() mutable {
                const std::string& now = d->settings.window().zone;
                if (std::exchange(before, now) != now)
                    d->range.setZone(zoneNamed(now));
            });
    connect(&d->navigator, &Navigator::pageWanted, this, &MainWindow::showPage);
    connect(&d->navigator, &Navigator::placeWanted, this, &MainWindow::showPlace);
    connect(&d->navigator, &Navigator::logsWanted, this, &MainWindow::openLogs);
    connect(&client, &CollectorClient::showWanted, this, &MainWindow::showLink);
    connectionChanged();
}

void MainWindow::showPage(Navigator::Page page)
{
    const int index = std::min(static_cast<int>(page), d->pages->count() - 1);
    QWidget* last = d->pages->widget(index)->focusWidget();
    d->pages->setCurrentIndex(index);
    focusPage(last);
    d->rail->setCurrent(static_cast<Navigator::Page>(index));
    const QStringList names{tr("Logs"), tr("Dashboards"), tr("Alerts"), tr("Sources"),
                            tr("Settings")};
    const QString& name = names.at(index);
    setWindowTitle(d->setup.name.isEmpty() ? tr("%1 – Weir").arg(name)
                                           : tr("%1 – %2 – Weir").arg(d->setup.name, name));
}

/// The keys of the page in front work from now on, not only after a click into it: those of the part
/// that had them `last`.
void MainWindow::focusPage(QWidget* last)
{
    QWidget* page = d->pages->currentWidget();
    if (page == d->logs)
        return d->logs->setFocus();
    if (last != nullptr && last->isVisibleTo(page))
        return last->setFocus();
    const std::vector<QWidget*> parts = focusOrder(*page);
    // What is chosen from, if there is something: arrows act at once.
    const auto list = std::ranges::find_if(parts, [](QWidget* part) {
        const auto* view = qobject_cast<QAbstractItemView*>(part);
        return view != nullptr && view->model() != nullptr && view->model()->rowCount() > 0;
    });
    if (!parts.empty())
        (list != parts.end() ? *list : parts.front())->setFocus();
}

void MainWindow::showPlace(const QString& place)
{
    const QString page = place.section(QLatin1Char('/'), 0, 0);
    const auto found = std::find(places.begin(), places.end(), page);
    showPage(static_cast<Navigator::Page>(found == places.end() ? 0 : found - places.begin()));
    if (page == QLatin1String("sources"))
        d->sources->showPlace(place.section(QLatin1Char('/'), 1));
}

void MainWindow::showLink(const QString& link)
{
    const auto parsed = parsePermalink(link.toStdString());
    if (const auto* alert = parsed ? std::get_if<AlertLink>(&*parsed) : nullptr) {
        showPage(Navigator::Page::Alerts);
        d->alerts->showAlert(alert->name);
    } else {
        showPage(Navigator::Page::Logs);
        logs().openLink(link);
    }
    if (!isVisible())
        return; // not yet: it comes to the front by itself
    setWindowState(windowState() & ~Qt::WindowMinimized);
    raise();
    activateWindow();
}

void MainWindow::openLogs(const QString& query, std::optional<TimeRange> range,
                          std::optional<TimePoint> at)
{
    d->logs->showQuery(query, range, at);
    showPage(Navigator::Page::Logs);
}

void MainWindow::readConfiguration()
{
    // Reading files may wait for a slow disk, which the window must not.
    d->configurationReader = std::jthread([this, folder = d->setup.config] {
        auto configuration = std::make_shared<const Configuration>(loadConfiguration(folder));
        QMetaObject::invokeMethod(
            this, [this, configuration] { configurationRead(*configuration); },
            Qt::QueuedConnection);
    });
}

void MainWindow::configurationRead(const Configuration& configuration)
{
    d->statusBar->setQuota(configuration.weir.retention.index.bytes);
    const auto error =
        std::find_if(configuration.problems.begin(), configuration.problems.end(),
                     [](const ConfigProblem& problem) { return !problem.isWarning; });
    if (error != configuration.problems.end())
        d->configurationProblem = plainText(error->text(), 600);
    connectionChanged();
}

void MainWindow::statusChanged()
{
    const auto& status = d->status.value();
    std::uint64_t failing = 0;
    if (status) {
        failing = static_cast<std::uint64_t>(std::count_if(
            status->sources.begin(), status->sources.end(), [](const SourceStatus& source) {
                return source.state == SourceState::Failed || source.state == SourceState::Retrying
                    || source.state == SourceState::Stalled;
            }));
    }
    d->rail->setBadge(Navigator::Page::Alerts, status ? status->alertsFiring : 0);
    d->rail->setBadge(Navigator::Page::Sources, failing);
    connectionChanged();
}

void MainWindow::connectionChanged()
{
    const CollectorClient& client = d->setup.client;
    const auto& status = d->status.value();
    d->statusBar->setStatus(status, client.connection());
    WindowBanner::State state;
    state.connection = client.connection();
    state.reason = client.problem();
    state.isExport = d->setup.exported.has_value();
    state.configurationProblem = d->configurationProblem;
    if (d->setup.session)
        state.sessionProblem = d->setup.session->problem();
    if (status) {
        state.writerError = plainText(status->writerError, 600);
        state.compactionError = plainText(status->compactionError, 600);
    }
    d->banner->setState(state);
}

bool MainWindow::event(QEvent* event)
{
    // Of several windows the one that was used last is shown what somebody wants to see.
    if (event->type() == QEvent::WindowActivate && d)
        d->setup.client.send("hello", {{"window", "true"}}, {});
    if (event->type() != QEvent::UpdateRequest || !d)
        return QMainWindow::event(event);
    d->stats.beginFrame();
    const bool handled = QMainWindow::event(event);
    d->stats.endFrame();
    return handled;
}

void MainWindow::takeScreenshot(const ScreenshotWish& wish)
{
    const bool isSaved = grab().save(QString::fromStdString(wish.file.string()));
    std::uint64_t received = 0;
    std::uint64_t indexed = 0;
    if (const auto& status = d->status.value()) {
        indexed = status->indexEvents;
        for (const SourceStatus& source : status->sources)
            received += source.events;
    }
    std::int64_t notified = 0;
    if (const auto history = readAlertHistory(d->setup.index, 1000)) {
        notified = std::count_if(history->begin(), history->end(), [](const AlertRecord& record) {
            return !record.notification.empty();
        });
    }
    JsonWriter json;
    json.beginObject()
        .member("received", received)
        .member("indexed", indexed)
        .member("drawn", d->stats.rowsDrawn())
        .member("notified", notified)
        .endObject();
    printLine(QString::fromStdString(json.text()));
    QCoreApplication::exit(isSaved ? 0 : 1);
}

} // namespace weir
