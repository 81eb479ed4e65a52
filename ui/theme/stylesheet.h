// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QString>

namespace weir {

/// The little that the palette cannot say: borders, radii, bars and chips. Widgets are chosen by
/// their dynamic property `role`: bar, sidebar, statusbar, toolbutton, primary, chip, banner, tab, hint.
/// `zoom`: per cent; the pixels of the sheet are those of 100.
QString styleSheet(const Colors& colors, int zoom = 100);

} // namespace weir
