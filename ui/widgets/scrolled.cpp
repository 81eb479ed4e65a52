// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scrolled.h"

#include <QScrollArea>

namespace weir {

QScrollArea* scrolledDown(QWidget* content)
{
    auto* scroll = new QScrollArea;
    scroll->setProperty("role", QStringLiteral("pane")); // shows the focus
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    // What it stands on is seen through it.
    content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    return scroll;
}

} // namespace weir
