// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QString>

#include <string>
#include <vector>

namespace weir {

/// A list of rows of plain text: topics, partitions, groups, gaps. All rows come at once and there may
/// be many thousands of them. Texts have gone through plainText(). Thread: GUI.
class SourceTable final : public QAbstractTableModel
{
    Q_OBJECT

public:
    struct ColumnHead
    {
        QString title;
        bool isFigure = false; ///< to the right, and sorted as a number
    };
    struct Row
    {
        std::vector<QString> cells; ///< one a column
        std::string key; ///< the name as it is, for questions
        std::vector<double> figures{}; ///< what figures are sorted by, one a column; empty: by text
    };
    enum Role { SortRole = Qt::UserRole, KeyRole };

    explicit SourceTable(std::vector<ColumnHead> heads, QObject* parent = nullptr);

    /// The same rows again change nothing; other texts in as many rows keep what is selected.
    void set(std::vector<Row> rows);
    const std::string& key(int row) const { return m_rows[static_cast<std::size_t>(row)].key; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const std::vector<ColumnHead> m_heads;
    std::vector<Row> m_rows;
};

} // namespace weir
