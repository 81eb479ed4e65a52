// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/listsettings.h"

#include <QMenu>

#include <functional>
#include <vector>

namespace weir {

class Actions;

/// How the rows of a list are shown: wrapped, how close, which times in which zone. A menu, and the
/// same as commands (`list.wrap`, `list.density.…`, `list.time.…`, `list.zone.…`). It changes nothing
/// itself: settingsWanted() says what the list is to look like. Thread: GUI.
class ListViewMenu final : public QMenu
{
    Q_OBJECT

public:
    /// `settings` gives those in force; the commands act in `scope`, which is the parent.
    ListViewMenu(Actions& actions, std::function<ListSettings()> settings, QWidget* scope);

signals:
    void settingsWanted(const weir::ListSettings& settings);

private:
    using Change = std::function<void(ListSettings&)>;

    void add(QMenu& menu, const char* id, const QString& text, const QString& inMenu,
             const Change& change, const QList<QKeySequence>& keys = {});
    QMenu* addChoice(const QString& title);
    void addDensities();
    void addTimes();
    void addZones();
    void addZonesOf(QMenu& menu, const QString& area);
    void apply(const Change& change);
    void check();

    struct Entry
    {
        QAction* action;
        Change change;
    };

    Actions& m_actions;
    std::function<ListSettings()> m_settings;
    QWidget* m_scope;
    std::vector<Entry> m_entries; ///< each is checked when it would change nothing
};

} // namespace weir
