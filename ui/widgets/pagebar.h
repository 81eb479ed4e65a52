// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace weir {

class FlowLayout;
class Theme;

/// The bar at the top of a page: its name, and what there is to do. Where it does not all fit it takes
/// a further line. Thread: GUI.
class PageBar final : public QWidget
{
    Q_OBJECT

public:
    explicit PageBar(QWidget* parent = nullptr);

    FlowLayout& row() { return *m_row; }
    void addTitle(const Theme& theme, const QString& title);

private:
    FlowLayout* m_row;
};

} // namespace weir
