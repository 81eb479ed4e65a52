// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/resultlist.h"

#include <QObject>

class QMenu;

namespace weir {

class Actions;

/// The menu of a row of the log list: filter by the value under the mouse, or exclude it, and what the
/// palette offers for the selected event. Thread: GUI.
class RowMenu final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    RowMenu(const Actions& actions, ResultList& list);

signals:
    /// As a query says it: `service:payments`, or a word of the body.
    void conditionWanted(const QString& term, bool exclude);

private:
    void open(const QPoint& point);
    void addConditions(QMenu& menu, const ListValue& value);

    const Actions& m_actions;
    ResultList& m_list;
};

} // namespace weir
