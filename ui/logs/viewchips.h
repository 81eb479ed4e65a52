// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QPushButton;

namespace weir {

class Theme;

/// Small widgets in one row, as many as there is room for; a button at the end has the others in a
/// menu. Thread: GUI.
class ViewChips final : public QWidget
{
    Q_OBJECT

public:
    explicit ViewChips(Theme& theme, QWidget* parent = nullptr);

    /// Children of this, in the order in which they stand. Those of before that are not among them are
    /// deleted later. Checkable buttons may go into the menu, everything else is left as visible as it is.
    void setItems(std::vector<QWidget*> items);
    /// Shown or hidden items have another width.
    void arrange();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fillMenu();

    Theme& m_theme;
    std::vector<QWidget*> m_items;
    std::vector<QPushButton*> m_hidden;
    QPushButton* m_more;
};

} // namespace weir
