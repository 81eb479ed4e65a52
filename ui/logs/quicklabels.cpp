// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/quicklabels.h"

#include "core/query/query.h"
#include "ui/actions.h"
#include "ui/logs/resultlist.h"
#include "ui/models/viewselection.h"

#include <QAction>
#include <QCursor>

namespace weir {

namespace {

constexpr int colors = 9;

}

QuickLabels::QuickLabels(Actions& actions, const ResultList& list, ViewSelection& selection,
                         QWidget* scope)
    : QObject(scope)
    , m_list(list)
    , m_selection(selection)
{
    const auto keys = Qt::CTRL | Qt::SHIFT;
    for (int color = 1; color <= colors; ++color) {
        const auto key = static_cast<Qt::Key>(Qt::Key_0 + color);
        auto* action = actions.add(QStringLiteral("labels.color%1").arg(color),
                                   tr("Label with colour %1").arg(color), {keys | key}, scope);
        connect(action, &QAction::triggered, this, [this, color] { label(color); });
    }
    auto* clear =
        actions.add(QStringLiteral("labels.clear"), tr("Clear the labels"), {keys | Qt::Key_0}, scope);
    connect(clear, &QAction::triggered, &selection, &ViewSelection::clearLabels);
}

void QuickLabels::label(int color)
{
    QString text = m_list.markedText();
    if (text.isEmpty())
        text = m_list.textAt(m_list.viewport()->mapFromGlobal(QCursor::pos()));
    text = text.trimmed();
    if (!text.isEmpty())
        m_selection.addLabel(printWord(text.toStdString()), color);
}

} // namespace weir
