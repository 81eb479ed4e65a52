// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/rowmenu.h"

#include "core/query/query.h"
#include "ui/actions.h"

#include <QAction>
#include <QMenu>

namespace weir {

namespace {

constexpr int mostShown = 40; ///< characters of a value

QString termOf(const ListValue& value)
{
    if (value.field.empty())
        return QString::fromStdString(printWord(value.text.toStdString()));
    Expr test;
    test.kind = Expr::Kind::FieldEquals;
    test.field = value.field;
    test.text = value.text.toStdString();
    return QString::fromStdString(printFilter(test));
}

/// As a menu shows it: an ampersand is itself there.
QString shown(QString term)
{
    if (term.size() > mostShown)
        term = term.left(mostShown) + QChar(0x2026);
    return term.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

RowMenu::RowMenu(const Actions& actions, ResultList& list)
    : QObject(&list)
    , m_actions(actions)
    , m_list(list)
{
    connect(&list, &ResultList::menuWanted, this, &RowMenu::open);
}

void RowMenu::open(const QPoint& point)
{
    m_list.setFocus(); // whose actions these are
    auto* menu = new QMenu(&m_list); // no loop of its own: the list may go while it is open
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const auto value = m_list.valueAt(point))
        addConditions(*menu, *value);
    const auto add = [&](std::initializer_list<const char*> ids) {
        menu->addSeparator();
        for (const char* id : ids) {
            if (QAction* action = m_actions.find(QLatin1String(id)))
                menu->addAction(action);
        }
    };
    add({"logs.copy", "logs.copyJson", "logs.copyRaw", "logs.copyLink"});
    add({"logs.bookmark", "logs.around", "logs.trace"});
    menu->popup(m_list.viewport()->mapToGlobal(point));
}

void RowMenu::addConditions(QMenu& menu, const ListValue& value)
{
    const QString term = termOf(value);
    menu.addAction(tr("Filter by %1").arg(shown(term)), this,
                   [this, term] { emit conditionWanted(term, false); });
    menu.addAction(tr("Exclude %1").arg(shown(term)), this,
                   [this, term] { emit conditionWanted(term, true); });
}

} // namespace weir
