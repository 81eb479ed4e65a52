// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/sourcetable.h"

#include <QSortFilterProxyModel>
#include <QTreeView>

namespace weir {

class Theme;

/// A SourceTable on the screen: sorted by its head, narrowed by a piece of text, any number of rows.
/// The first column has what room the others leave. Thread: GUI.
class SourceList final : public QTreeView
{
    Q_OBJECT

public:
    SourceList(std::vector<SourceTable::ColumnHead> heads, const Theme& theme, const QString& name,
               QWidget* parent = nullptr);

    void set(std::vector<SourceTable::Row> rows);
    void setFilter(const QString& text); ///< as it is, in the first column, case folded
    /// Widths of all columns but the first, at 100 %.
    void setWidths(std::vector<int> widths);
    int shown() const { return m_proxy.rowCount(); }
    /// As high as its rows, up to so many.
    void fitHeight(int mostRows);

signals:
    void chosen(const std::string& key); ///< empty: nothing is selected any more

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    const Theme& m_theme;
    SourceTable m_table;
    QSortFilterProxyModel m_proxy;
    std::vector<int> m_widths;
    int m_mostRows = 0; ///< of fitHeight(); 0: as high as there is room
};

} // namespace weir
