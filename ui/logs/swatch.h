// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

#include <vector>

namespace weir {

class Theme;

/// Colours of highlights (1 to 9) side by side, as a small icon; at most three of them.
QIcon swatch(const std::vector<int>& colors, const Theme& theme);

} // namespace weir
