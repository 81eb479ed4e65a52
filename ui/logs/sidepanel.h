// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QButtonGroup;
class QHBoxLayout;
class QPushButton;
class QStackedWidget;

namespace weir {

/// What stands beside the list, a tab for each way to look at a result. Thread: GUI.
class SidePanel final : public QWidget
{
    Q_OBJECT

public:
    explicit SidePanel(QWidget* parent = nullptr);

    /// Takes the page; the first one is current.
    void addTab(const QString& title, QWidget* page);
    /// Precondition: a page of a tab.
    void setCurrent(QWidget* page);
    QWidget* current() const;

signals:
    void currentChanged(QWidget* page);

private:
    void showTab(int index);

    QHBoxLayout* m_bar = nullptr;
    QButtonGroup* m_group = nullptr; ///< of the tabs, for pages may have tabs of their own
    QStackedWidget* m_pages = nullptr;
    std::vector<QPushButton*> m_tabs;
};

} // namespace weir
