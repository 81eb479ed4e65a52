// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include <QAction>
#include <QApplication>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace weir {

Actions::Entry& Actions::entryFor(const QString& id, const QString& text,
                                  const QList<QKeySequence>& usual)
{
    const auto known = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&id](const Entry& entry) { return entry.id == id; });
    if (known != m_entries.end())
        return *known;
    const auto bound = m_bindings.find(id);
    m_entries.push_back({id, text, usual, bound == m_bindings.end() ? usual : bound->second, {}});
    return m_entries.back();
}

QAction* Actions::add(const QString& id, const QString& text, const QList<QKeySequence>& usual,
                      QWidget* scope)
{
    Entry& entry = entryFor(id, text, usual);
    auto* action = new QAction(text, scope);
    action->setObjectName(id);
    action->setShortcuts(entry.keys);
    action->setShortcutContext(scope->isWindow() ? Qt::WindowShortcut
                                                 : Qt::WidgetWithChildrenShortcut);
    scope->addAction(action);
    std::erase_if(entry.actions, [](const QPointer<QAction>& gone) { return gone.isNull(); });
    entry.actions.emplace_back(action);
    emit changed();
    return action;
}

void Actions::declare(const QString& id, const QString& text, const QList<QKeySequence>& usual)
{
    entryFor(id, text, usual);
    emit changed();
}

QAction* Actions::add(const QString& id, QWidget* scope)
{
    const Entry declared = entryFor(id, {}, {});
    return add(id, declared.text, declared.usual, scope);
}

void Actions::bind(std::map<QString, QList<QKeySequence>> bindings)
{
    m_bindings = std::move(bindings);
    for (Entry& entry : m_entries) {
        const auto bound = m_bindings.find(entry.id);
        entry.keys = bound == m_bindings.end() ? entry.usual : bound->second;
        for (const QPointer<QAction>& action : entry.actions) {
            if (action)
                action->setShortcuts(entry.keys);
        }
    }
    emit changed();
}

QAction* Actions::find(const QString& id) const
{
    const auto entry = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&id](const Entry& known) { return known.id == id; });
    if (entry == m_entries.end())
        return nullptr;
    QAction* visible = nullptr;
    const QWidget* focus = QApplication::focusWidget();
    for (const QPointer<QAction>& action : entry->actions) {
        const auto* scope = action ? qobject_cast<QWidget*>(action->parent()) : nullptr;
        if (scope == nullptr)
            continue;
        if (focus != nullptr && (scope == focus || scope->isAncestorOf(focus)))
            return action;
        if (visible == nullptr && scope->isVisible())
            visible = action;
    }
    return visible;
}

} // namespace weir
