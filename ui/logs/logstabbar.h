// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabBar>

#include <optional>

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

    /// `title`: what the tab says. `name`: the same without what is only said of it; a rename begins with it.
    void setTitle(int tab, const QString& title, const QString& name, bool isPinned);
    /// Enter takes the name, Escape does not; an empty one lets the tab be named after its query. One
    /// that is left as it was is none.
    void startRename(int tab);

signals:
    void renamed(int tab, const QString& name);
    void newWanted();
    void splitWanted(); ///< of the tab in front, as pinWanted
    void pinWanted();
    /// The tab in front was clicked; once more when that becomes a double click, which takes it back.
    void frontClicked();

protected:
    QSize tabSizeHint(int index) const override;
    void tabInserted(int index) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void sizeCloseButtons();
    void endRename(bool takes);

    Theme& m_theme;
    QLineEdit* m_name;
    int m_renaming = -1;
    QString m_nameBefore; ///< what the rename began with
    std::optional<QPoint> m_pressed; ///< where, on the tab in front, and not dragged since
    bool m_wasClicked = false; ///< the last press was a click on the tab in front
};

} // namespace weir
