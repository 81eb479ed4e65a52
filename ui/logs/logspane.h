// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/logsstate.h"
#include "ui/models/visiblerange.h"
#include "ui/pagecontext.h"

#include <QWidget>

namespace weir {

class FrameStats;
class LogsPage;
class ViewSet;

/// The place of one log page in a tab: has a range of its own, which goes with the window's unless it
/// is pinned, and makes the page when it is seen for the first time. So a tab that was restored costs
/// nothing until somebody looks at it. The cursor is always the window's.
/// Thread: GUI.
class LogsPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogsPane)

public:
    /// `window` and `stats` outlive it.
    LogsPane(const PageContext& window, FrameStats& stats, LogsState state,
             QWidget* parent = nullptr);
    ~LogsPane() override;

    LogsPage& page(); ///< makes it if need be
    LogsState state() const;
    /// What it shows in a few words: its query, else its views.
    QString title() const;
    bool isPinned() const { return m_isPinned; }
    void setPinned(bool pinned);
    VisibleRange& range() { return m_range; }

signals:
    void stateChanged();
    void tabWanted(const weir::LogsState& state);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void link(VisibleRange& window);
    void followNames(const ViewSet& views);

    VisibleRange m_range;
    VisibleRange& m_windowRange;
    PageContext m_context; ///< the window's with m_range
    FrameStats& m_stats;
    LogsState m_state; ///< while there is no page
    LogsPage* m_page = nullptr;
    bool m_isPinned;
};

} // namespace weir
