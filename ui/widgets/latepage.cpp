// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/latepage.h"

#include <QVBoxLayout>

#include <utility>

namespace weir {

LatePage::LatePage(Make make, QWidget* parent)
    : QWidget(parent)
    , m_make(std::move(make))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
}

void LatePage::ensure()
{
    const Make make = std::exchange(m_make, {});
    if (!make)
        return;
    QWidget* page = make();
    layout()->addWidget(page);
    page->show();
}

void LatePage::showEvent(QShowEvent* event)
{
    ensure();
    QWidget::showEvent(event);
}

} // namespace weir
