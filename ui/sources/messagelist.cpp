// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/messagelist.h"

#include "ui/models/format.h"
#include "ui/sources/sourcewords.h"
#include "ui/theme/theme.h"

#include <QHeaderView>

namespace weir {

namespace {

constexpr int mostMessages = 1000;
constexpr int nameWidth = 18; ///< characters; of the longest built-in format

}

MessageList::MessageList(const Theme& theme, QWidget* parent)
    : QTreeView(parent)
    , m_theme(theme)
{
    setModel(&m_model);
    setAccessibleName(tr("Messages"));
    setEditTriggers(NoEditTriggers);
    setUniformRowHeights(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    header()->setVisible(false);
    header()->setStretchLastSection(true);
    dress();
    connect(&theme, &Theme::changed, this, &MessageList::dress);
    clear();
}

void MessageList::dress()
{
    setFont(m_theme.eventFont());
    setIndentation(m_theme.scaled(16));
    setStyleSheet(QStringLiteral("QTreeView { background: transparent; } "
                                 "QTreeView::item { height: %1px; }")
                      .arg(m_theme.scaled(22)));
}

void MessageList::clear()
{
    m_model.clear();
    m_model.setColumnCount(3);
    header()->resizeSection(0, m_theme.scaled(110));
    header()->resizeSection(1, m_theme.scaled(84));
}

void MessageList::add(const ProbeMessage& message)
{
    if (m_model.rowCount() >= mostMessages)
        return;
    QString place = message.offset ? offsetText(*message.offset) : tr("message");
    if (message.partition >= 0)
        place = QStringLiteral("%1 / %2").arg(message.partition).arg(place);
    auto* first = new QStandardItem(place);
    for (const ProbeRefusal& refusal : message.refused)
        first->appendRow(new QStandardItem(
            QStringLiteral("%1 %2").arg(refusal.format.leftJustified(nameWidth), refusal.reason)));
    const QString format = message.format.isEmpty() ? tr("none") : message.format;
    m_model.appendRow({first, new QStandardItem(format), new QStandardItem(message.text)});
    for (int row = 0; row < first->rowCount(); ++row)
        setFirstColumnSpanned(row, first->index(), true);
}

} // namespace weir
