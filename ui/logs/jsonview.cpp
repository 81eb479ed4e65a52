// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/jsonview.h"

#include "core/query/names.h"
#include "ui/models/jsontree.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPersistentModelIndex>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <vector>

namespace weir {

namespace {

/// So many rows are open at first, level by level.
constexpr int openedRows = 200;

QColor colorOf(const Colors& colors, const QModelIndex& index)
{
    if (index.data(JsonTree::IsHintRole).toBool())
        return colors.text3;
    if (index.column() == JsonTree::Name)
        return colors.text2;
    switch (static_cast<JsonDocument::Kind>(index.data(JsonTree::KindRole).toInt())) {
    case JsonDocument::Kind::Object:
    case JsonDocument::Kind::Array:
        return colors.text3;
    case JsonDocument::Kind::String:
        return colors.text;
    default:
        return colors.keyword;
    }
}

/// Names grey, values by their type; a text that does not fit ends in an ellipsis.
class JsonDelegate final : public QStyledItemDelegate
{
public:
    JsonDelegate(Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QFontMetrics metrics(m_theme.eventFont());
        Q_UNUSED(option)
        const QString text = index.data(Qt::DisplayRole).toString().left(40);
        return {metrics.horizontalAdvance(text) + m_theme.scaled(12),
                metrics.height() + m_theme.scaled(6)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Colors& colors = m_theme.colors();
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, colors.selection);
        painter->setFont(m_theme.eventFont());
        painter->setPen(colorOf(colors, index));
        const QRect area = option.rect.adjusted(4, 0, -4, 0);
        painter->drawText(area, int(Qt::AlignVCenter) | int(Qt::TextSingleLine),
                          painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(),
                                                            Qt::ElideRight, area.width()));
        painter->restore();
    }

private:
    Theme& m_theme;
};

} // namespace

JsonView::JsonView(Theme& theme, QWidget* parent)
    : QTreeView(parent)
    , m_tree(new JsonTree(this))
{
    setModel(m_tree);
    setItemDelegate(new JsonDelegate(theme, this));
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setIndentation(theme.scaled(14));
    setAnimated(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    header()->setStretchLastSection(true);
    header()->setSectionResizeMode(JsonTree::Name, QHeaderView::Interactive);
    setAccessibleName(tr("JSON of the payload"));
    connect(&theme, &Theme::changed, this, [this, &theme] {
        setIndentation(theme.scaled(14));
        doItemsLayout();
    });
}

void JsonView::setDocument(JsonDocumentPtr document)
{
    m_tree->setDocument(std::move(document));
    openSome();
}

/// As much as fits a few screens: what is large stays closed.
void JsonView::openSome()
{
    int rows = m_tree->rowCount();
    std::vector<QModelIndex> level{QModelIndex()};
    while (!level.empty() && rows < openedRows) {
        std::vector<QModelIndex> next;
        for (const QModelIndex& parent : level) {
            for (int row = 0; row < m_tree->rowCount(parent) && rows < openedRows; ++row) {
                const QModelIndex child = m_tree->index(row, 0, parent);
                const int below = m_tree->rowCount(child);
                if (below == 0 || rows + below > openedRows)
                    continue;
                rows += below;
                expand(child);
                next.push_back(child);
            }
        }
        level = std::move(next);
    }
    resizeColumnToContents(JsonTree::Name);
    header()->resizeSection(JsonTree::Name,
                            std::clamp(header()->sectionSize(JsonTree::Name), 60, width() / 2 + 40));
}

/// Of an object or array: nothing.
QString JsonView::valueOf(const QModelIndex& index) const
{
    const JsonDocument::Node* const node = m_tree->node(index);
    return node == nullptr ? QString() : QString::fromStdString(node->value);
}

/// A path that a query can name.
bool JsonView::canAsk(const QModelIndex& index) const
{
    const JsonDocument::Node* const node = m_tree->node(index);
    const std::string path = m_tree->path(index);
    return node != nullptr && node->children.empty() && !node->isCut
        && node->kind != JsonDocument::Kind::Null && !path.empty()
        && nameLength(path) == path.size();
}

void JsonView::ask(const QModelIndex& index, bool exclude)
{
    emit conditionWanted(QString::fromStdString(m_tree->path(index)), valueOf(index), exclude);
}

void JsonView::keyPressEvent(QKeyEvent* event)
{
    const QModelIndex index = currentIndex();
    if (event->matches(QKeySequence::Copy) && m_tree->node(index) != nullptr)
        emit copyWanted(valueOf(index));
    else if (event->key() == Qt::Key_Plus && canAsk(index))
        ask(index, false);
    else if (event->key() == Qt::Key_Minus && canAsk(index))
        ask(index, true);
    else
        QTreeView::keyPressEvent(event);
}

void JsonView::contextMenuEvent(QContextMenuEvent* event)
{
    // The tree may be filled anew while the menu is open.
    const QPersistentModelIndex index = indexAt(event->pos());
    if (m_tree->node(index) == nullptr)
        return;
    auto* menu = new QMenu(this); // no loop of its own: this list may go while it is open
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Filter by this value"), this, [=, this] {
        if (canAsk(index))
            ask(index, false);
    })
        ->setEnabled(canAsk(index));
    menu->addAction(tr("Exclude this value"), this, [=, this] {
        if (canAsk(index))
            ask(index, true);
    })
        ->setEnabled(canAsk(index));
    menu->addSeparator();
    const QString value = valueOf(index);
    menu->addAction(tr("Copy value"), this, [=, this] { emit copyWanted(value); })
        ->setEnabled(!value.isEmpty());
    menu->addAction(tr("Copy path"), this,
                    [=, this] { emit copyWanted(QString::fromStdString(m_tree->path(index))); });
    menu->popup(event->globalPos());
}

} // namespace weir
