// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace weir {

class Theme;
class VisibleRange;

/// `● Live · last 15 min ▾`: what stretch of time every page shows, and a menu for another.
/// Shared by the pages: each has one over the same range. Thread: GUI.
class RangeButton final : public QToolButton
{
    Q_OBJECT

public:
    RangeButton(VisibleRange& range, Theme& theme, QWidget* parent = nullptr);

private:
    void refresh();
    void fillMenu();

    VisibleRange& m_range;
    Theme& m_theme;
};

} // namespace weir
