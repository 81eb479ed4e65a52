// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/listactions.h"

#include "ui/actions.h"
#include "ui/logs/resultlist.h"

#include <QAction>
#include <QCoreApplication>

#include <algorithm>

namespace weir {

namespace {

/// The translations of the list's commands.
QString text(const char* source)
{
    return QCoreApplication::translate("ListActions", source);
}

std::int64_t pageOf(const ResultList& list)
{
    return std::max(1, list.visibleRows() - 1);
}

/// As far as any list goes.
std::int64_t allOf(const ResultList& list)
{
    return static_cast<std::int64_t>(list.rows().count());
}

class Adding final
{
public:
    Adding(Actions& actions, ResultList& list)
        : m_actions(actions)
        , m_list(list)
    {
    }

    template<typename Handler>
    void add(const char* id, const char* what, const QList<QKeySequence>& keys,
             Handler handler) const
    {
        QAction* action = m_actions.add(QLatin1String(id), text(what), keys, &m_list);
        QObject::connect(action, &QAction::triggered, &m_list,
                         [&list = m_list, handler] { handler(list); });
    }

private:
    Actions& m_actions;
    ResultList& m_list;
};

void addMoving(const Adding& a)
{
    a.add("list.previous", QT_TRANSLATE_NOOP("ListActions", "Previous event"),
          {Qt::Key_Up, Qt::Key_K}, [](ResultList& list) { list.selectBy(1); });
    a.add("list.next", QT_TRANSLATE_NOOP("ListActions", "Next event"), {Qt::Key_Down, Qt::Key_J},
          [](ResultList& list) { list.selectBy(-1); });
    a.add("list.pageOlder", QT_TRANSLATE_NOOP("ListActions", "A screenful older"), {Qt::Key_PageUp},
          [](ResultList& list) { list.scrollPage(1); });
    a.add("list.pageNewer", QT_TRANSLATE_NOOP("ListActions", "A screenful newer"),
          {Qt::Key_PageDown}, [](ResultList& list) { list.scrollPage(-1); });
    a.add("list.lineOlder", QT_TRANSLATE_NOOP("ListActions", "Scroll to older lines"),
          {Qt::CTRL | Qt::Key_Up},
          [](ResultList& list) { list.scrollBy(1); });
    a.add("list.lineNewer", QT_TRANSLATE_NOOP("ListActions", "Scroll to newer lines"),
          {Qt::CTRL | Qt::Key_Down}, [](ResultList& list) { list.scrollBy(-1); });
    a.add("list.oldest", QT_TRANSLATE_NOOP("ListActions", "Oldest event"), {Qt::Key_Home},
          [](ResultList& list) { list.goToOldest(); });
}

void addSelecting(const Adding& a)
{
    using Pick = ResultList::Pick;
    a.add("list.extendPrevious", QT_TRANSLATE_NOOP("ListActions", "Select the previous too"),
          {Qt::SHIFT | Qt::Key_Up, Qt::SHIFT | Qt::Key_K},
          [](ResultList& list) { list.selectBy(1, Pick::Extend); });
    a.add("list.extendNext", QT_TRANSLATE_NOOP("ListActions", "Select the next too"),
          {Qt::SHIFT | Qt::Key_Down, Qt::SHIFT | Qt::Key_J},
          [](ResultList& list) { list.selectBy(-1, Pick::Extend); });
    a.add("list.extendPageOlder", QT_TRANSLATE_NOOP("ListActions", "Select a screenful older"),
          {Qt::SHIFT | Qt::Key_PageUp},
          [](ResultList& list) { list.selectBy(pageOf(list), Pick::Extend); });
    a.add("list.extendPageNewer", QT_TRANSLATE_NOOP("ListActions", "Select a screenful newer"),
          {Qt::SHIFT | Qt::Key_PageDown},
          [](ResultList& list) { list.selectBy(-pageOf(list), Pick::Extend); });
    a.add("list.extendOldest", QT_TRANSLATE_NOOP("ListActions", "Select all that is older"),
          {Qt::SHIFT | Qt::Key_Home},
          [](ResultList& list) { list.selectBy(allOf(list), Pick::Extend); });
    a.add("list.extendNewest", QT_TRANSLATE_NOOP("ListActions", "Select all that is newer"),
          {Qt::SHIFT | Qt::Key_End},
          [](ResultList& list) { list.selectBy(-allOf(list), Pick::Extend); });
    a.add("list.selectAll", QT_TRANSLATE_NOOP("ListActions", "Select all"),
          {QKeySequence::SelectAll}, [](ResultList& list) { list.selectAll(); });
    a.add("list.deselect", QT_TRANSLATE_NOOP("ListActions", "Deselect"), {Qt::Key_Escape},
          [](ResultList& list) { list.clearSelection(); });
}

} // namespace

void addListActions(Actions& actions, ResultList& list)
{
    const Adding a(actions, list);
    a.add("list.pause", QT_TRANSLATE_NOOP("ListActions", "Pause or follow again"), {Qt::Key_Space},
          [](ResultList& each) {
              each.rows().isPaused() ? emit each.followWanted() : emit each.pauseWanted();
          });
    a.add("list.follow", QT_TRANSLATE_NOOP("ListActions", "Follow the newest"), {Qt::Key_End},
          [](ResultList& each) { emit each.followWanted(); });
    a.add("list.details", QT_TRANSLATE_NOOP("ListActions", "Details of the event"),
          {Qt::Key_Return, Qt::Key_Enter}, [](ResultList& each) { emit each.activated(); });
    addMoving(a);
    addSelecting(a);
}

} // namespace weir
