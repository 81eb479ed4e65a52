// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

class QWidget;

namespace weir {

/// What Tab reaches in `scope`, in the order in which one reads it: after layouts and splitters, else by
/// place; a row from left to right, then what is below. Worked out anew each time, as parts come and go,
/// while the order that Qt keeps is that in which they were made.
std::vector<QWidget*> focusOrder(const QWidget& scope);

/// Gives the focus to the next or the one before, from the last to the first; within the sheet it is in, if
/// it is in one; of what is hidden to what stands nearest. False: there is nothing else. For QWidget::focusNextPrevChild() of a window.
bool moveFocus(QWidget& window, bool next);

} // namespace weir
