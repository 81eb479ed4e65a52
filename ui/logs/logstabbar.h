// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabBar>

class QLineEdit;

namespace weir {

class Theme;

/// The row of tabs: a title each, a pin where the range is the tab's own, a cross that closes. A
/// double click renames in place, the middle button closes, dragging moves. Thread: GUI.
class LogsTabBar final : public QTabBar
{
    Q_OBJECT

public:
    explicit LogsTabBar(Theme& theme, QWidget* parent = nullptr);

    void setTitle(int tab, const QString& title, bool isPinned);
    /// Enter takes the name, Escape does not; an empty one lets the tab be named after its query.
    void startRename(int tab);

signals:
    void renamed(int tab, const QString& name);
    void newWanted();
    void splitWanted(); ///< of the tab in front, as pinWanted
    void pinWanted();

protected:
    QSize tabSizeHint(int index) const override;
    void tabInserted(int index) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void sizeCloseButtons();
    void endRename(bool takes);

    Theme& m_theme;
    QLineEdit* m_name;
    int m_renaming = -1;
};

} // namespace weir
