// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/seriescolumns.h"

#include <QColor>
#include <QImage>

namespace weir {

/// Draws lines that are columns already straight into a picture: a wide pen widens the span of a
/// column instead of stroking a path, which costs a hundredth. Column n is the picture's column n;
/// scale.height is the picture's height. Edges are smooth where the line is flat.
/// Precondition: Format_ARGB32_Premultiplied, and at least as many columns as the picture is wide.

/// `width` in pixels of the picture, 1 to 6.
void drawColumns(QImage& picture, const std::vector<ColumnRange>& columns, const ValueScale& scale,
                 const QColor& color, double width);

/// The area below the line, down to the picture's lower edge.
void fillColumns(QImage& picture, const std::vector<ColumnRange>& columns, const ValueScale& scale,
                 const QColor& color);

} // namespace weir
