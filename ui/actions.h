// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QObject>
#include <QPointer>

#include <map>
#include <vector>

class QAction;
class QWidget;

namespace weir {

/// Everything the window can be told to do, by name: what the palette lists, the sheet of keys shows
/// and `[keys]` of weir.toml binds. One for a window; pages add what they can do.
///
/// An id is `where.what` (`logs.copyRaw`), stable, and what a person writes into weir.toml. Several
/// pages of a kind (tabs) add the same id, each for its own widget; a binding holds for all of them.
/// Thread: GUI.
class Actions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Actions)

public:
    struct Entry
    {
        QString id;
        QString text; ///< what it does, as a menu says it
        QList<QKeySequence> usual; ///< keys without a binding of one's own
        QList<QKeySequence> keys; ///< in force
        std::vector<QPointer<QAction>> actions; ///< one a widget; null where it is gone
    };

    using QObject::QObject;

    /// An action of `scope` that its keys reach while `scope` or a child of it has the focus (or, with
    /// a window as scope, anywhere in it). The scope owns it. Connect to QAction::triggered.
    QAction* add(const QString& id, const QString& text, const QList<QKeySequence>& usual,
                 QWidget* scope);

    /// What a page that is made later will add: listed, shown and bound from now on.
    void declare(const QString& id, const QString& text, const QList<QKeySequence>& usual);
    /// The same as above of what has been declared.
    QAction* add(const QString& id, QWidget* scope);

    /// Bindings of one's own, by id; ids that nobody has added yet are kept for when somebody does.
    void bind(std::map<QString, QList<QKeySequence>> bindings);

    /// In the order in which they were first added.
    const std::vector<Entry>& entries() const { return m_entries; }
    /// The action of this id that would act now: that of the widget with the focus, else the first
    /// that is visible; null when there is none.
    QAction* find(const QString& id) const;

signals:
    void changed();

private:
    Entry& entryFor(const QString& id, const QString& text, const QList<QKeySequence>& usual);

    std::vector<Entry> m_entries;
    std::map<QString, QList<QKeySequence>> m_bindings;
};

} // namespace weir
