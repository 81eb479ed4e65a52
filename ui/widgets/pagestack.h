// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

namespace weir {

/// Pages that keep to the room there is. Of a stack of Qt the page whose texts would need most height at
/// this width, shown or not, takes it from what stands beside the stack. Thread: GUI.
class PageStack final : public QStackedWidget
{
    Q_OBJECT

public:
    using QStackedWidget::QStackedWidget;

    bool hasHeightForWidth() const override { return false; }
};

} // namespace weir
