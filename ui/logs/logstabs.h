// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/logsstate.h"
#include "ui/pagecontext.h"

#include <QWidget>

#include <optional>
#include <vector>

class QSplitter;
class QStackedWidget;

namespace weir {

class FrameStats;
class LogsPage;
class LogsPane;
class LogsTabBar;

/// The log pages of a window: tabs, each with one page or with two beside each other; where two have no
/// room, one of them at a time. With one tab there is no row of tabs. What is not seen does not work.
/// Thread: GUI.
class LogsTabs final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogsTabs)

public:
    LogsTabs(PageContext& context, FrameStats& stats, QWidget* parent = nullptr);
    ~LogsTabs() override;

    /// The page somebody works with: of the tab in front, of two the one that had the focus last.
    LogsPage& current();
    int count() const { return static_cast<int>(m_tabs.size()); }

    LogsTabsState state() const;
    /// In place of all tabs there are.
    void restore(const LogsTabsState& state);

    /// In the tab in front: this query, with no view on; without a range the visible one stays.
    void showQuery(const QString& query, std::optional<TimeRange> range,
                   std::optional<TimePoint> at = {});

public slots:
    void addTab(const weir::LogsTabState& state); ///< beside the one in front, and goes there
    void copyTab();
    /// Of two pages beside each other the one with the focus; else the tab. The last one stays.
    void closeCurrent();
    void reopen();
    void goBy(int tabs); ///< of two pages of which one is seen at a time, through both
    /// A copy beside it, without room for two in a tab; of two the one with the focus becomes a tab of its
    /// own.
    void split();
    void togglePin();

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

signals:
    /// Something that state() tells is another.
    void stateChanged();

private:
    struct Tab
    {
        QSplitter* split = nullptr;
        QString name;
        std::vector<LogsPane*> panes;
        std::vector<int> widths; ///< as the handle was left; a hidden splitter does not know
        std::size_t focused = 0;
    };

    void addActions();
    Tab makeTab(const LogsTabState& state);
    LogsPane* makePane(Tab& tab, const LogsState& state);
    void insertTab(std::size_t at, const LogsTabState& state);
    void removeTab(std::size_t at);
    static LogsTabState stateOf(const Tab& tab);
    void goTo(int tab);
    void moveTab(int from, int to);
    void renameTab(int tab, const QString& name);
    void refreshTitles();
    bool hasRoomForTwo() const;
    void makeRoom();
    static void showPanes(const Tab& tab, bool both);
    bool isOneOfTwoSeen() const; ///< of the tab in front
    void goToOther(); ///< of the two pages of the tab in front
    void noteFocus(QWidget* focus);
    void useZone(); ///< of the list somebody works with, for all that goes by the visible range
    Tab& front() { return m_tabs[m_front]; }

    PageContext& m_context;
    FrameStats& m_stats;
    LogsTabBar* m_bar;
    QStackedWidget* m_stack;
    std::vector<Tab> m_tabs;
    std::size_t m_front = 0;
    std::vector<LogsTabState> m_closed; ///< the newest last
};

} // namespace weir
