// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcetable.h"

#include <algorithm>

namespace weir {

SourceTable::SourceTable(std::vector<ColumnHead> heads, QObject* parent)
    : QAbstractTableModel(parent)
    , m_heads(std::move(heads))
{
}

void SourceTable::set(std::vector<Row> rows)
{
    const bool isSameList =
        std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                   [](const Row& a, const Row& b) { return a.key == b.key; });
    if (!isSameList) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    const bool isSame =
        std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                   [](const Row& a, const Row& b) { return a.cells == b.cells; });
    m_rows = std::move(rows);
    if (!isSame)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int SourceTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SourceTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_heads.size());
}

QVariant SourceTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<std::size_t>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return column < row.cells.size() ? row.cells[column] : QString();
    case SortRole:
        if (m_heads[column].isFigure && column < row.figures.size())
            return row.figures[column];
        return column < row.cells.size() ? row.cells[column] : QString();
    case KeyRole:
        return QByteArray::fromStdString(row.key);
    case Qt::TextAlignmentRole:
        return int((m_heads[column].isFigure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant SourceTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= columnCount())
        return {};
    const ColumnHead& head = m_heads[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return head.title;
    if (role == Qt::TextAlignmentRole)
        return int((head.isFigure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

} // namespace weir
