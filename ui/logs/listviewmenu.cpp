// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/listviewmenu.h"

#include "ui/actions.h"

#include <QAction>
#include <QTimeZone>

namespace weir {

namespace {

/// `Europe` of `Europe/Berlin`; empty for names without an area, which are old spellings.
QString areaOf(const QByteArray& zone)
{
    const qsizetype slash = zone.indexOf('/');
    return slash < 0 ? QString() : QString::fromLatin1(zone.left(slash));
}

} // namespace

ListViewMenu::ListViewMenu(Actions& actions, std::function<ListSettings()> settings,
                           QWidget* scope)
    : QMenu(scope)
    , m_actions(actions)
    , m_settings(std::move(settings))
    , m_scope(scope)
{
    setTitle(tr("View"));
    auto* wrap = m_actions.add(QStringLiteral("list.wrap"), tr("Wrap long lines"), {}, m_scope);
    wrap->setCheckable(true);
    addAction(wrap);
    connect(wrap, &QAction::triggered, this, [this] {
        apply([](ListSettings& s) { s.wraps = !s.wraps; });
    });
    m_entries.push_back({wrap, [](ListSettings& s) { s.wraps = true; }});
    addDensities();
    addTimes();
    addZones();
    connect(this, &QMenu::aboutToShow, this, &ListViewMenu::check);
}

void ListViewMenu::apply(const Change& change)
{
    ListSettings settings = m_settings();
    change(settings);
    emit settingsWanted(settings);
    check();
}

void ListViewMenu::check()
{
    const ListSettings now = m_settings();
    for (const Entry& entry : m_entries) {
        ListSettings changed = now;
        entry.change(changed);
        entry.action->setChecked(changed == now);
    }
}

/// `text` says what the command does without the menu around it.
void ListViewMenu::add(QMenu& menu, const char* id, const QString& text, const QString& inMenu,
                       const Change& change, const QList<QKeySequence>& keys)
{
    QAction* command = m_actions.add(QLatin1String(id), text, keys, m_scope);
    connect(command, &QAction::triggered, this, [this, change] { apply(change); });
    QAction* entry = menu.addAction(inMenu, command, &QAction::trigger);
    entry->setCheckable(true);
    m_entries.push_back({entry, change});
}

QMenu* ListViewMenu::addChoice(const QString& title)
{
    QMenu* menu = addMenu(title);
    connect(menu, &QMenu::aboutToShow, this, &ListViewMenu::check);
    return menu;
}

void ListViewMenu::addDensities()
{
    using Density = ListSettings::Density;
    QMenu& menu = *addChoice(tr("Density"));
    add(menu, "list.density.compact", tr("Rows: compact"), tr("Compact"),
        [](ListSettings& s) { s.density = Density::Compact; });
    add(menu, "list.density.normal", tr("Rows: normal"), tr("Normal"),
        [](ListSettings& s) { s.density = Density::Normal; });
    add(menu, "list.density.roomy", tr("Rows: roomy"), tr("Roomy"),
        [](ListSettings& s) { s.density = Density::Roomy; });
}

void ListViewMenu::addTimes()
{
    using TimeForm = ListSettings::TimeForm;
    QMenu& menu = *addChoice(tr("Times"));
    add(menu, "list.time.time", tr("Times: time of day"), tr("Time of day"),
        [](ListSettings& s) { s.timeForm = TimeForm::Time; });
    add(menu, "list.time.date", tr("Times: date and time"), tr("Date and time"),
        [](ListSettings& s) { s.timeForm = TimeForm::DateTime; });
    add(menu, "list.time.relative", tr("Times: how long ago"), tr("How long ago"),
        [](ListSettings& s) { s.timeForm = TimeForm::Relative; });
    add(menu, "list.time.delta", tr("Times: since the row above"), tr("Since the row above"),
        [](ListSettings& s) { s.timeForm = TimeForm::Delta; });
}

void ListViewMenu::addZones()
{
    QMenu& menu = *addChoice(tr("Zone"));
    add(menu, "list.zone.utc", tr("Zone: UTC"), tr("UTC"),
        [](ListSettings& s) { s.zone = "UTC"; });
    add(menu, "list.zone.local", tr("Zone: local"), tr("Local"),
        [](ListSettings& s) { s.zone = "local"; });
    menu.addSeparator();
    for (const char* area : {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia",
                             "Europe", "Indian", "Pacific"}) {
        const QString name = QLatin1String(area);
        QMenu* zones = menu.addMenu(name);
        connect(zones, &QMenu::aboutToShow, this, [this, zones, name] {
            if (zones->isEmpty())
                addZonesOf(*zones, name);
        });
    }
}

void ListViewMenu::addZonesOf(QMenu& menu, const QString& area)
{
    for (const QByteArray& zone : QTimeZone::availableTimeZoneIds()) {
        if (areaOf(zone) != area)
            continue;
        const QString name = QString::fromLatin1(zone.mid(area.size() + 1)).replace(u'_', u' ');
        menu.addAction(name, this, [this, zone] {
            apply([&zone](ListSettings& s) { s.zone = zone.toStdString(); });
        });
    }
}

} // namespace weir
