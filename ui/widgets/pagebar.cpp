// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pagebar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/plainlabel.h"

namespace weir {

PageBar::PageBar(QWidget* parent)
    : QWidget(parent)
    , m_row(new FlowLayout(this))
{
    setProperty("role", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumHeight(48);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_row->setContentsMargins(14, 8, 12, 8);
    m_row->setSpacing(8);
}

void PageBar::addTitle(const Theme& theme, const QString& title)
{
    auto* label = new PlainLabel(title, nullptr, this);
    label->setFont(theme.titleFont());
    label->setContentsMargins(0, 0, 12, 0);
    m_row->addWidget(label);
}

} // namespace weir
