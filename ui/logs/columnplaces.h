// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/listsettings.h"

#include <QFont>
#include <QString>

#include <string>
#include <vector>

namespace weir {

/// Where a column stands in each row, in pixels from the row's left.
struct ColumnPlace
{
    std::string field;
    int left = 0;
    int width = 0; ///< of its text, without the gap to the next column
    int right() const { return left + width; }
};

constexpr int stripeWidth = 4; ///< of the severity, at the left of each row
constexpr int columnGap = 16; ///< between two columns

/// Lays the columns out side by side in `width` pixels. The last one takes the rest; where that would
/// be too little to read, the others but time and level give way.
std::vector<ColumnPlace> columnPlaces(const ListSettings& settings, const QFont& font, int width);

/// How wide a column is that nobody has given a width.
int usualColumnWidth(const std::string& field, const ListSettings& settings, const QFont& font);

/// What is 1 at 100 %: widths and heights of ListSettings are multiplied by it.
double zoomOf(const QFont& font);

} // namespace weir
