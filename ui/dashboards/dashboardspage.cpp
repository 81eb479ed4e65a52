// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/dashboardspage.h"

#include "ui/models/collectorclient.h"
#include "ui/dashboards/dashboardgrid.h"
#include "ui/dashboards/firstdashboard.h"
#include "ui/logs/rangebutton.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/models/visiblerange.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/pagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace weir {

namespace {

/// Editors write a file in several steps.
constexpr int settleMs = 120;
/// How often a chart moves on while nothing new comes.
constexpr int moveMs = 500;
constexpr std::size_t mostWatched = 256;

QString pathText(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

/// The folders and files whose change matters. Runs in the reading thread.
QStringList watchedPaths(const std::filesystem::path& config)
{
    std::error_code ignored; // what is not there cannot be watched; its parent is
    QStringList paths;
    const std::filesystem::path folder = config / "dashboards";
    for (std::filesystem::path at = folder; !at.empty(); at = at.parent_path()) {
        if (!std::filesystem::exists(at, ignored) && at != at.parent_path())
            continue;
        paths << pathText(at);
        break;
    }
    for (std::filesystem::directory_iterator it(folder, ignored), end; !ignored && it != end;
         it.increment(ignored)) {
        if (it->path().extension() == ".toml"
            && static_cast<std::size_t>(paths.size()) < mostWatched)
            paths << pathText(it->path());
    }
    return paths;
}

} // namespace

DashboardsPage::DashboardsPage(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_files([&frames = context.frames] { frames.request(); })
    , m_run(context.index, context.clock, [&frames = context.frames] { frames.request(); })
{
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    m_banner = new Banner(this);
    m_empty = new EmptyState(this);
    m_grid = new DashboardGrid(m_context, this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(new QWidget(m_stack)); // until the files are read
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_grid);

    auto* banners = new QVBoxLayout;
    banners->setContentsMargins(12, 0, 12, 0);
    banners->addWidget(m_banner);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addLayout(banners);
    layout->addWidget(m_stack, 1);

    m_readSoon.setSingleShot(true);
    m_readSoon.setInterval(settleMs);
    m_moving.setInterval(moveMs);
    connectShared();
    readFiles();
}

DashboardsPage::~DashboardsPage() = default;

QWidget* DashboardsPage::makeBar()
{
    auto* bar = new PageBar(this);
    m_selector = new QToolButton(bar);
    m_selector->setProperty("role", QStringLiteral("plain"));
    m_selector->setFont(m_context.theme.titleFont());
    m_selector->setPopupMode(QToolButton::InstantPopup);
    m_selector->setMenu(new QMenu(m_selector));
    m_selector->setAccessibleName(tr("Dashboard"));
    m_selector->setText(tr("Dashboards"));
    connect(m_selector->menu(), &QMenu::aboutToShow, this, &DashboardsPage::fillMenu);

    bar->row().setContentsMargins(4, 8, 12, 8); // the selector has a margin of its own
    bar->row().addWidget(m_selector);
    auto* range = new RangeButton(m_context.range, m_context.clock, m_context.theme, bar);
    range->setCollector(m_context.client);
    bar->row().addWidget(range);
    return bar;
}

void DashboardsPage::connectShared()
{
    connect(&m_context.frames, &FrameClock::frame, this, &DashboardsPage::takeOver);
    connect(&m_context.client, &CollectorClient::committed, this, [this](quint64 seq) {
        m_committed = EventSeq{seq};
        m_run.wake();
    });
    connect(&m_context.range, &VisibleRange::changed, this, &DashboardsPage::ask);
    connect(&m_context.range, &VisibleRange::pausedChanged, this, [this](bool isPaused) {
        m_ceiling = isPaused ? m_committed : std::nullopt;
        if (isVisible())
            askIfOther();
    });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_readSoon,
            qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_readSoon, qOverload<>(&QTimer::start));
    connect(&m_readSoon, &QTimer::timeout, this, &DashboardsPage::readFiles);
    connect(&m_moving, &QTimer::timeout, this, &DashboardsPage::repaintMoving);
    connect(m_empty, &EmptyState::pressed, this, &DashboardsPage::writeFirstDashboard);
}

void DashboardsPage::readFiles()
{
    m_files.ask([config = m_context.config] {
        return Files{loadConfiguration(config), watchedPaths(config)};
    });
}

void DashboardsPage::writeFirstDashboard()
{
    m_files.ask([config = m_context.config] {
        const auto written = weir::writeFirstDashboard(config);
        Files files{loadConfiguration(config), watchedPaths(config)};
        if (!written)
            files.configuration.problems.push_back(
                {config / "dashboards", 0, 0, written.error().text(), false});
        return files;
    });
}

void DashboardsPage::takeOver()
{
    if (const auto files = m_files.take())
        applyFiles(*files);
    for (auto& [number, snapshot] : m_run.take()) {
        if (number < m_asked.size())
            m_asked[number]->setSnapshot(std::move(snapshot));
    }
}

void DashboardsPage::applyFiles(const Files& files)
{
    watch(files.paths);
    const bool isChanged = m_set.update(files.configuration);
    showProblems();
    if (m_set.dashboards().empty()) {
        m_selector->setText(tr("Dashboards"));
        m_empty->setContent(tr("No dashboard yet"),
                            tr("A dashboard is a file in %1: a title, and a query for each panel.")
                                .arg(pathText(m_context.config / "dashboards")),
                            tr("Write a first dashboard"));
        m_stack->setCurrentWidget(m_empty);
        m_asked.clear();
        m_run.ask({}, {});
        m_open.clear();
        return;
    }
    if (!isChanged && !m_open.empty())
        return;
    const auto& all = m_set.dashboards();
    const bool isThere = std::any_of(all.begin(), all.end(),
                                     [this](const DashboardConfig& d) { return d.file == m_open; });
    openDashboard(isThere ? m_open : all.front().file);
}

void DashboardsPage::watch(const QStringList& paths)
{
    const QStringList old = m_watcher.directories() + m_watcher.files();
    QStringList gone;
    QStringList fresh;
    for (const QString& path : old) {
        if (!paths.contains(path))
            gone << path;
    }
    for (const QString& path : paths) {
        if (!old.contains(path))
            fresh << path;
    }
    if (!gone.isEmpty())
        m_watcher.removePaths(gone);
    if (!fresh.isEmpty())
        m_watcher.addPaths(fresh);
}

void DashboardsPage::showProblems()
{
    if (m_set.problems().empty()) {
        m_banner->clear();
        return;
    }
    const ConfigProblem& first = m_set.problems().front();
    QString text = plainText(first.message, 400);
    if (first.line > 0)
        text = tr("Line %1, column %2: %3").arg(first.line).arg(first.column).arg(text);
    text += tr(". What it said before stays.");
    if (m_set.problems().size() > 1)
        text += tr(" %1 more to mend.").arg(m_set.problems().size() - 1);
    m_banner->show(
        {Banner::Level::Error, plainText(first.file.filename().string(), 100), text, {}});
}

void DashboardsPage::fillMenu()
{
    QMenu* menu = m_selector->menu();
    menu->clear();
    for (const DashboardConfig& dashboard : m_set.dashboards()) {
        QString title = plainText(dashboard.title, 100);
        title.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction* action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(dashboard.file == m_open);
        connect(action, &QAction::triggered, this,
                [this, file = dashboard.file] { openDashboard(file); });
    }
    if (m_set.dashboards().empty())
        menu->addAction(tr("No dashboard yet"))->setEnabled(false);
}

void DashboardsPage::openDashboard(const std::filesystem::path& file)
{
    const auto& all = m_set.dashboards();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const DashboardConfig& d) { return d.file == file; });
    if (found == all.end())
        return;
    m_open = file;
    QString title = plainText(found->title, 100);
    m_selector->setText(title.replace(QLatin1Char('&'), QLatin1String("&&"))
                        + QStringLiteral(" ▾"));
    m_asked.clear();
    m_grid->setDashboard(*found);
    m_stack->setCurrentWidget(m_grid);
    ask();
}

void DashboardsPage::ask()
{
    m_asked.clear();
    std::vector<PanelQuestion> questions;
    for (PanelFrame* panel : m_grid->panels()) {
        if (auto question = panel->question()) {
            m_asked.push_back(panel);
            questions.push_back(std::move(*question));
        }
    }
    m_askedRange = wantedRange();
    m_run.ask(std::move(questions), m_askedRange);
    updateHeld();
    repaintMoving();
}

PanelRange DashboardsPage::wantedRange() const
{
    const VisibleRange& range = m_context.range;
    if (range.isFollowing())
        return {{}, range.length(), {}};
    // What a range that is fixed holds is not a matter of when the window was paused.
    return {range.drawn(), {}, range.isFixed() ? std::nullopt : m_ceiling};
}

void DashboardsPage::askIfOther()
{
    if (wantedRange() != m_askedRange)
        ask();
    else
        updateHeld();
}

void DashboardsPage::updateHeld()
{
    m_run.setHeld(m_context.range.isPaused() || !isVisible());
}

void DashboardsPage::repaintMoving()
{
    for (PanelFrame* panel : m_grid->panels()) {
        if (panel->movesWithTime())
            panel->update();
    }
}

void DashboardsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    askIfOther();
    m_moving.start();
}

void DashboardsPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    updateHeld();
    m_moving.stop();
}

} // namespace weir
