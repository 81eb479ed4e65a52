// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/sidepanel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace weir {

SidePanel::SidePanel(QWidget* parent)
    : QWidget(parent)
{
    setProperty("role", QStringLiteral("sidebar"));
    setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_group = new QButtonGroup(this);
    m_bar = new QHBoxLayout;
    m_bar->setContentsMargins(14, 2, 14, 0);
    m_bar->setSpacing(16);
    m_bar->addStretch(1);
    m_pages = new QStackedWidget;
    auto* line = new QFrame;
    line->setProperty("role", QStringLiteral("line"));
    line->setFixedHeight(1);
    column->addLayout(m_bar);
    column->addWidget(line);
    column->addWidget(m_pages, 1);
}

void SidePanel::addTab(const QString& title, QWidget* page)
{
    auto* tab = new QPushButton(title);
    tab->setProperty("role", QStringLiteral("tab"));
    tab->setCheckable(true);
    m_group->addButton(tab);
    tab->setAccessibleName(title);
    const auto index = static_cast<int>(m_tabs.size());
    connect(tab, &QPushButton::clicked, this, [this, index] { showTab(index); });
    m_bar->insertWidget(index, tab);
    m_tabs.push_back(tab);
    m_pages->addWidget(page);
    if (index == 0)
        tab->setChecked(true);
}

void SidePanel::setCurrent(QWidget* page)
{
    showTab(m_pages->indexOf(page));
}

QWidget* SidePanel::current() const
{
    return m_pages->currentWidget();
}

void SidePanel::showTab(int index)
{
    m_tabs[static_cast<std::size_t>(index)]->setChecked(true);
    if (m_pages->currentIndex() == index)
        return;
    m_pages->setCurrentIndex(index);
    emit currentChanged(current());
}

} // namespace weir
