// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/background.h"
#include "ui/models/dashboardset.h"
#include "ui/models/panelrun.h"
#include "ui/pagecontext.h"

#include <QFileSystemWatcher>
#include <QTimer>
#include <QWidget>

class QStackedWidget;
class QToolButton;

namespace weir {

class Banner;
class DashboardGrid;
class EmptyState;
class PanelFrame;

/// The dashboards of the configuration folder, one at a time. Files are read again when they change;
/// a wrong one keeps what it said last, and the banner says what is wrong. Thread: GUI.
class DashboardsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit DashboardsPage(PageContext& context, QWidget* parent = nullptr);
    ~DashboardsPage() override;

    const std::vector<DashboardConfig>& dashboards() const { return m_set.dashboards(); }
    void openDashboard(const std::filesystem::path& file);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    /// What the reading thread found.
    struct Files
    {
        Configuration configuration;
        QStringList paths; ///< to be watched
    };

    QWidget* makeBar();
    void connectShared();
    void readFiles();
    void takeOver(); ///< what the threads have found, once a frame
    void applyFiles(const Files& files);
    void watch(const QStringList& paths);
    void showProblems();
    void fillMenu();
    void ask();
    /// While paused fixed and without what came later: the same moment and events as on the log page.
    PanelRange wantedRange() const;
    /// What was asked while nobody looked may be of an earlier moment, or of a later one.
    void askIfOther();
    void updateHeld();
    void repaintMoving();
    void writeFirstDashboard();

    const PageContext m_context;
    DashboardSet m_set;
    std::filesystem::path m_open; ///< file of the dashboard that is shown
    QToolButton* m_selector = nullptr;
    Banner* m_banner = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    DashboardGrid* m_grid = nullptr;
    QFileSystemWatcher m_watcher;
    QTimer m_readSoon;
    QTimer m_moving;
    std::vector<PanelFrame*> m_asked; ///< by the number of the question
    PanelRange m_askedRange;
    std::optional<EventSeq> m_committed; ///< the newest that was told
    std::optional<EventSeq> m_ceiling; ///< of the pause; nothing: none, or nothing was told before

    // Last, so destroyed first: their threads have ended before what they call goes away.
    Background<Files> m_files;
    PanelRun m_run;
};

} // namespace weir
