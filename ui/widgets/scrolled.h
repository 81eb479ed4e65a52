// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QScrollArea;
class QWidget;

namespace weir {

/// The content as wide as its place; where it is higher than that, it can be scrolled. Takes it over.
QScrollArea* scrolledDown(QWidget* content);

} // namespace weir
