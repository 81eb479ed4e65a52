// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logstabs.h"

#include "ui/actions.h"
#include "ui/logs/logspage.h"
#include "ui/logs/logspane.h"
#include "ui/logs/logstabbar.h"
#include "ui/logs/resultlist.h"
#include "ui/models/visiblerange.h"
#include "ui/models/zones.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t mostClosed = 20;
constexpr int roomForTwo = 560; ///< pixels at 100 %

} // namespace

LogsTabs::LogsTabs(PageContext& context, FrameStats& stats, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_stats(stats)
    , m_bar(new LogsTabBar(context.theme))
    , m_stack(new QStackedWidget)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    connect(m_bar, &QTabBar::currentChanged, this, &LogsTabs::goTo);
    connect(m_bar, &QTabBar::tabMoved, this, &LogsTabs::moveTab);
    connect(m_bar, &QTabBar::tabCloseRequested, this, [this](int tab) {
        if (m_tabs.size() > 1)
            removeTab(static_cast<std::size_t>(tab));
    });
    connect(m_bar, &LogsTabBar::frontClicked, this, [this] {
        if (isOneOfTwoSeen())
            goToOther();
    });
    connect(&context.theme, &Theme::changed, this, &LogsTabs::makeRoom);
    connect(m_bar, &LogsTabBar::renamed, this, &LogsTabs::renameTab);
    connect(m_bar, &LogsTabBar::pinWanted, this, &LogsTabs::togglePin);
    connect(m_bar, &LogsTabBar::splitWanted, this, &LogsTabs::split);
    connect(m_bar, &LogsTabBar::newWanted, this, &LogsTabs::copyTab);
    connect(qApp, &QApplication::focusChanged, this,
            [this](QWidget*, QWidget* now) { noteFocus(now); });
    addActions();
    restore({});
}

LogsTabs::~LogsTabs()
{
    // Panes tell of changes while they go.
    for (const Tab& tab : std::exchange(m_tabs, {}))
        delete tab.split;
}

void LogsTabs::addActions()
{
    const auto add = [this](const char* id, const QString& text, const QKeySequence& keys,
                            auto handler) {
        connect(m_context.actions.add(QLatin1String(id), text, {keys}, this), &QAction::triggered,
                this, handler);
    };
    add("tabs.new", tr("New tab: a copy of this one"), Qt::CTRL | Qt::Key_T, &LogsTabs::copyTab);
    add("tabs.close", tr("Close tab"), Qt::CTRL | Qt::Key_W, &LogsTabs::closeCurrent);
    add("tabs.reopen", tr("Open the closed tab again"), Qt::CTRL | Qt::SHIFT | Qt::Key_T,
        &LogsTabs::reopen);
    add("tabs.next", tr("Next tab"), Qt::CTRL | Qt::Key_PageDown, [this] { goBy(1); });
    add("tabs.previous", tr("Previous tab"), Qt::CTRL | Qt::Key_PageUp, [this] { goBy(-1); });
    add("tabs.split", tr("Split the tab, or take it apart"), Qt::CTRL | Qt::Key_Backslash,
        &LogsTabs::split);
    add("tabs.pin", tr("Pin the time range of this tab"), {}, &LogsTabs::togglePin);
    add("tabs.rename", tr("Rename tab"), {}, [this] { m_bar->startRename(m_bar->currentIndex()); });
}

LogsPage& LogsTabs::current()
{
    return front().panes[front().focused]->page();
}

void LogsTabs::showQuery(const QString& query, std::optional<TimeRange> range,
                         std::optional<TimePoint> at)
{
    LogsPane& pane = *front().panes[front().focused];
    if (range)
        pane.range().setFixed(*range);
    pane.page().selection().clearViews();
    pane.page().setQuery(query);
    if (at)
        pane.page().list().scrollTo(*at);
}

LogsTabs::Tab LogsTabs::makeTab(const LogsTabState& state)
{
    Tab tab;
    tab.name = state.name;
    tab.split = new QSplitter;
    tab.split->setHandleWidth(1);
    tab.split->setChildrenCollapsible(false);
    for (const LogsState& list : state.lists)
        tab.panes.push_back(makePane(tab, list));
    if (state.widths.size() == tab.panes.size())
        tab.widths = state.widths;
    tab.split->setSizes(QList<int>(tab.widths.begin(), tab.widths.end()));
    showPanes(tab, hasRoomForTwo());
    connect(tab.split, &QSplitter::splitterMoved, this, [this, split = tab.split] {
        const auto moved = std::ranges::find(m_tabs, split, &Tab::split);
        const QList<int> sizes = split->sizes();
        moved->widths.assign(sizes.begin(), sizes.end());
        emit stateChanged();
    });
    return tab;
}

LogsPane* LogsTabs::makePane(Tab& tab, const LogsState& state)
{
    auto* pane = new LogsPane(m_context, m_stats, state, tab.split);
    tab.split->addWidget(pane);
    tab.split->setStretchFactor(tab.split->count() - 1, 1);
    connect(pane, &LogsPane::tabWanted, this,
            [this](const LogsState& wanted) { addTab({{}, {wanted}, {}}); });
    connect(pane, &LogsPane::stateChanged, this, [this] {
        refreshTitles();
        emit stateChanged();
    });
    return pane;
}

void LogsTabs::insertTab(std::size_t at, const LogsTabState& state)
{
    m_tabs.insert(m_tabs.begin() + static_cast<std::ptrdiff_t>(at), makeTab(state));
    m_stack->addWidget(m_tabs[at].split);
    const QSignalBlocker quiet(m_bar);
    m_bar->insertTab(static_cast<int>(at), QString());
    refreshTitles();
}

void LogsTabs::removeTab(std::size_t at)
{
    m_closed.push_back(stateOf(m_tabs[at]));
    if (m_closed.size() > mostClosed)
        m_closed.erase(m_closed.begin());
    QWidget* gone = m_tabs[at].split;
    m_tabs.erase(m_tabs.begin() + static_cast<std::ptrdiff_t>(at));
    {
        const QSignalBlocker quiet(m_bar);
        m_bar->removeTab(static_cast<int>(at));
    }
    const std::size_t front = m_front > at ? m_front - 1 : m_front;
    goTo(static_cast<int>(std::min(front, m_tabs.size() - 1)));
    m_stack->removeWidget(gone);
    delete gone;
    refreshTitles();
    emit stateChanged();
}

void LogsTabs::addTab(const LogsTabState& state)
{
    const std::size_t at = m_front + 1;
    insertTab(at, state);
    goTo(static_cast<int>(at));
    current().setFocus();
    emit stateChanged();
}

void LogsTabs::copyTab()
{
    LogsTabState copy;
    copy.lists = {front().panes[front().focused]->state()};
    addTab(copy);
}

void LogsTabs::closeCurrent()
{
    Tab& tab = front();
    if (tab.panes.size() == 1) {
        if (m_tabs.size() > 1)
            removeTab(m_front);
        return;
    }
    LogsPane* gone = tab.panes[tab.focused];
    m_closed.push_back({{}, {gone->state()}, {}});
    tab.panes.erase(tab.panes.begin() + static_cast<std::ptrdiff_t>(tab.focused));
    tab.focused = 0;
    delete gone;
    showPanes(tab, true);
    current().setFocus();
    refreshTitles();
    emit stateChanged();
}

void LogsTabs::reopen()
{
    if (m_closed.empty())
        return;
    const LogsTabState state = m_closed.back();
    m_closed.pop_back();
    addTab(state);
}

void LogsTabs::goBy(int tabs)
{
    const std::size_t near = tabs > 0 ? 0 : 1;
    const int all = count();
    if (isOneOfTwoSeen() && (all == 1 || front().focused == near))
        return goToOther();
    goTo(((static_cast<int>(m_front) + tabs) % all + all) % all);
    if (isOneOfTwoSeen() && front().focused != near)
        goToOther();
}

void LogsTabs::split()
{
    Tab& tab = front();
    if (tab.panes.size() == 2) {
        LogsTabState apart;
        apart.lists = {tab.panes[tab.focused]->state()};
        LogsPane* gone = tab.panes[tab.focused];
        tab.panes.erase(tab.panes.begin() + static_cast<std::ptrdiff_t>(tab.focused));
        tab.focused = 0;
        delete gone;
        showPanes(tab, true);
        addTab(apart);
        return;
    }
    if (!hasRoomForTwo()) {
        copyTab();
        current().list().say(tr("Too narrow to split: opened in a new tab."));
        return;
    }
    LogsPane* pane = makePane(tab, tab.panes.front()->state());
    tab.panes.push_back(pane);
    tab.focused = 1;
    pane->show();
    const int half = std::max(1, tab.split->width() / 2);
    tab.widths = {half, half};
    const auto halve = [split = tab.split, half] { split->setSizes({half, half}); };
    halve();
    // Again when the first has become narrower and so needs less: its bar has shortened what it says.
    QMetaObject::invokeMethod(tab.split, halve, Qt::QueuedConnection);
    pane->page().setFocus();
    refreshTitles();
    emit stateChanged();
}

void LogsTabs::togglePin()
{
    LogsPane* pane = front().panes[front().focused];
    pane->setPinned(!pane->isPinned());
}

LogsTabState LogsTabs::stateOf(const Tab& tab)
{
    LogsTabState state;
    state.name = tab.name;
    state.lists.clear();
    for (const LogsPane* pane : tab.panes)
        state.lists.push_back(pane->state());
    if (tab.panes.size() > 1)
        state.widths = tab.widths;
    return state;
}

LogsTabsState LogsTabs::state() const
{
    LogsTabsState state;
    state.tabs.clear();
    for (const Tab& tab : m_tabs)
        state.tabs.push_back(stateOf(tab));
    state.current = m_front;
    return state;
}

void LogsTabs::restore(const LogsTabsState& state)
{
    for (const Tab& tab : std::exchange(m_tabs, {}))
        delete tab.split;
    {
        const QSignalBlocker quiet(m_bar);
        while (m_bar->count() > 0)
            m_bar->removeTab(0);
    }
    m_front = 0;
    m_stack->hide(); // what is added first would be seen for a moment, and so made
    for (const LogsTabState& tab : state.tabs)
        insertTab(m_tabs.size(), tab);
    goTo(static_cast<int>(std::min(state.current, m_tabs.size() - 1)));
    m_stack->show();
    useZone();
}

void LogsTabs::goTo(int tab)
{
    if (tab < 0 || tab >= count())
        return;
    const bool isOther = m_stack->currentWidget() != m_tabs[static_cast<std::size_t>(tab)].split;
    m_front = static_cast<std::size_t>(tab);
    {
        const QSignalBlocker quiet(m_bar);
        m_bar->setCurrentIndex(tab);
    }
    const bool hadFocus = m_stack->isAncestorOf(QApplication::focusWidget());
    m_stack->setCurrentWidget(front().split);
    setFocusProxy(front().panes[front().focused]);
    if (hadFocus)
        current().setFocus();
    useZone();
    if (isOther)
        emit stateChanged();
}

void LogsTabs::moveTab(int from, int to)
{
    const auto begin = m_tabs.begin();
    if (from < to)
        std::rotate(begin + from, begin + from + 1, begin + to + 1);
    else
        std::rotate(begin + to, begin + from, begin + from + 1);
    m_front = static_cast<std::size_t>(m_bar->currentIndex());
    emit stateChanged();
}

void LogsTabs::renameTab(int tab, const QString& name)
{
    if (tab < 0 || tab >= count())
        return;
    m_tabs[static_cast<std::size_t>(tab)].name = name;
    refreshTitles();
    emit stateChanged();
}

void LogsTabs::refreshTitles()
{
    bool anyPinned = false;
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        const Tab& tab = m_tabs[i];
        QStringList titles;
        bool isPinned = false;
        for (const LogsPane* pane : tab.panes) {
            titles << pane->title();
            isPinned = isPinned || pane->isPinned();
        }
        anyPinned = anyPinned || isPinned;
        const bool isOneSeen = tab.panes.size() == 2 && !hasRoomForTwo();
        QString name = tab.name;
        if (name.isEmpty())
            name = isOneSeen ? titles[static_cast<int>(tab.focused)]
                             : titles.join(QStringLiteral(" | "));
        // Both at once: in a name "%2" is no place.
        const QString title =
            isOneSeen ? tr("%1 (%2 of 2)").arg(name, QString::number(tab.focused + 1)) : name;
        m_bar->setTitle(static_cast<int>(i), title, name, isPinned);
    }
    m_bar->setVisible(m_tabs.size() > 1 || anyPinned || isOneOfTwoSeen());
}

bool LogsTabs::hasRoomForTwo() const
{
    return width() >= m_context.theme.scaled(roomForTwo);
}

void LogsTabs::showPanes(const Tab& tab, bool both)
{
    for (std::size_t i = 0; i < tab.panes.size(); ++i)
        tab.panes[i]->setVisible(both || i == tab.focused);
}

/// Two that are seen again are as wide as they were left.
void LogsTabs::makeRoom()
{
    const bool both = hasRoomForTwo();
    for (const Tab& tab : m_tabs) {
        if (tab.panes.size() < 2 || tab.panes[1 - tab.focused]->isHidden() != both)
            continue;
        const bool hadFocus = tab.split->isAncestorOf(QApplication::focusWidget());
        showPanes(tab, both);
        if (both)
            tab.split->setSizes(QList<int>(tab.widths.begin(), tab.widths.end()));
        else if (hadFocus)
            tab.panes[tab.focused]->page().setFocus();
    }
    useZone();
    refreshTitles();
}

void LogsTabs::showEvent(QShowEvent* event)
{
    useZone();
    QWidget::showEvent(event);
}

void LogsTabs::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    makeRoom();
}

bool LogsTabs::isOneOfTwoSeen() const
{
    return m_front < m_tabs.size() && m_tabs[m_front].panes.size() == 2 && !hasRoomForTwo();
}

void LogsTabs::goToOther()
{
    Tab& tab = front();
    tab.focused = 1 - tab.focused;
    showPanes(tab, false);
    current().setFocus();
    setFocusProxy(tab.panes[tab.focused]);
    refreshTitles();
}

void LogsTabs::noteFocus(QWidget* focus)
{
    if (m_tabs.empty() || !focus || !isAncestorOf(focus))
        return;
    Tab& tab = front();
    for (std::size_t i = 0; i < tab.panes.size(); ++i) {
        if (tab.panes[i]->isAncestorOf(focus))
            tab.focused = i;
    }
    setFocusProxy(tab.panes[tab.focused]);
    useZone();
}

/// Each page sets its own when it is seen; of two that are, the last.
void LogsTabs::useZone()
{
    if (m_tabs.empty() || !front().panes[front().focused]->isVisible())
        return;
    m_context.range.setZone(zoneNamed(current().list().settings().zone));
}

} // namespace weir
