// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcetree.h"

#include "ui/models/sourcemodel.h"
#include "ui/sources/sourcedelegate.h"
#include "ui/theme/theme.h"

#include <QHeaderView>

#include <algorithm>
#include <array>

namespace weir {

SourceTree::SourceTree(SourceModel& model, Theme& theme, QWidget* parent)
    : QTreeView(parent)
    , m_theme(theme)
{
    setModel(&model);
    setItemDelegate(new SourceDelegate(theme, this));
    setAccessibleName(tr("Sources"));
    setIndentation(16);
    setUniformRowHeights(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    header()->setFont(theme.uiFont(11));
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(false);
    header()->setTextElideMode(Qt::ElideRight);
    header()->setMinimumSectionSize(20);
    header()->setSectionResizeMode(QHeaderView::Fixed);
    connect(this, &QTreeView::expanded, this, &SourceTree::fitColumns);
    connect(&theme, &Theme::changed, this, [this] {
        doItemsLayout();
        fitColumns();
    });
}

void SourceTree::fitColumns()
{
    // Wide columns give way first; the name has the rest.
    const int room = viewport()->width();
    const int width = room * 100 / m_theme.zoom();
    using Widths = std::array<int, SourceModel::columnCountOf>;
    const Widths widths = width < 560 ? Widths{0, 0, 94, 0, 74, 54, width < 420 ? 0 : 78, 0, 0}
        : width < 780                 ? Widths{0, 0, 104, 110, 78, 60, 78, 54, 0}
                                      : Widths{0, 72, 110, 136, 80, 64, 78, 54, 104};
    const int leastName = m_theme.scaled(80);
    int used = 0;
    int usedByTitles = 0; ///< where no title is shortened
    const auto plain = [&](int column) {
        return m_theme.scaled(widths[static_cast<std::size_t>(column)]);
    };
    const auto titled = [&](int column) {
        return std::max(plain(column), header()->sectionSizeHint(column));
    };
    for (int column = 1; column < SourceModel::columnCountOf; ++column) {
        setColumnHidden(column, plain(column) == 0);
        used += plain(column);
        usedByTitles += isColumnHidden(column) ? 0 : titled(column);
    }
    const bool areTitlesWhole = usedByTitles + leastName <= room;
    for (int column = 1; column < SourceModel::columnCountOf; ++column) {
        if (!isColumnHidden(column))
            setColumnWidth(column, areTitlesWhole ? titled(column) : plain(column));
    }
    setColumnWidth(0, std::max(leastName, room - (areTitlesWhole ? usedByTitles : used)));
}

void SourceTree::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
}

} // namespace weir
