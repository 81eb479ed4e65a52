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
    int used = 0;
    for (int column = 1; column < SourceModel::columnCountOf; ++column) {
        const int wanted = m_theme.scaled(widths[static_cast<std::size_t>(column)]);
        setColumnHidden(column, wanted == 0);
        if (wanted > 0)
            setColumnWidth(column, wanted);
        used += wanted;
    }
    setColumnWidth(0, std::max(m_theme.scaled(80), room - used));
}

void SourceTree::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
}

} // namespace weir
