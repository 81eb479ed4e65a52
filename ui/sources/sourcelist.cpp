// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcelist.h"

#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace weir {

namespace {

constexpr int lineHeight = 24;
constexpr int padding = 8;

/// Text and the ground of what is selected, below the words of the head.
class RowDelegate final : public QStyledItemDelegate
{
public:
    RowDelegate(const Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Colors& colors = m_theme.colors();
        const QRect cell = option.rect.adjusted(m_theme.scaled(padding), 0, -m_theme.scaled(padding), 0);
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, colors.selection);
        painter->setFont(m_theme.uiFont());
        painter->setPen(index.column() == 0 ? colors.text : colors.text2);
        painter->drawText(cell, index.data(Qt::TextAlignmentRole).toInt(),
                          painter->fontMetrics().elidedText(index.data().toString(),
                                                            Qt::ElideMiddle, cell.width()));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {40, m_theme.scaled(lineHeight)};
    }

private:
    const Theme& m_theme;
};

} // namespace

SourceList::SourceList(std::vector<SourceTable::ColumnHead> heads, const Theme& theme,
                       const QString& name, QWidget* parent)
    : QTreeView(parent)
    , m_theme(theme)
    , m_table(std::move(heads))
{
    m_proxy.setSourceModel(&m_table);
    m_proxy.setSortRole(SourceTable::SortRole);
    m_proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy.setFilterKeyColumn(0);
    setModel(&m_proxy);
    setAccessibleName(name);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setSortingEnabled(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    header()->setFont(theme.uiFont(11));
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(QHeaderView::Fixed);
    header()->setSortIndicator(-1, Qt::AscendingOrder);
    m_proxy.sort(-1);
    setItemDelegate(new RowDelegate(theme, this));
    connect(&theme, &Theme::changed, this, [this] {
        header()->setFont(m_theme.uiFont(11));
        doItemsLayout();
        if (m_mostRows > 0)
            fitHeight(m_mostRows);
        arrange();
    });
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                emit chosen(current.data(SourceTable::KeyRole).toByteArray().toStdString());
            });
}

void SourceList::set(std::vector<SourceTable::Row> rows)
{
    m_table.set(std::move(rows));
    arrange();
}

void SourceList::setFilter(const QString& text)
{
    m_proxy.setFilterFixedString(text);
}

void SourceList::setWidths(std::vector<int> widths)
{
    m_widths = std::move(widths);
    arrange();
}

void SourceList::fitHeight(int mostRows)
{
    m_mostRows = mostRows;
    const int rows = std::clamp(m_proxy.rowCount(), 1, mostRows);
    setFixedHeight(header()->sizeHint().height() + rows * sizeHintForRow(0)
                   + m_theme.scaled(4));
    setProperty("ownSize", true);
}

void SourceList::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    arrange();
}

void SourceList::arrange()
{
    int used = 0;
    for (std::size_t i = 0; i < m_widths.size(); ++i) {
        const int wide = m_theme.scaled(m_widths[i]);
        header()->resizeSection(static_cast<int>(i) + 1, wide);
        used += wide;
    }
    header()->resizeSection(0, std::max(m_theme.scaled(90), viewport()->width() - used));
}

} // namespace weir
