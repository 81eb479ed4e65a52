// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/redact/shapes.h"

#include <vector>

namespace weir {

/// Appends what is found of these shapes, in order and without overlaps. The bytes that tell where to
/// look are found 16 at a time.
void scanShapes(std::string_view text, ShapeSet shapes, std::vector<ShapeMatch>& matches);

} // namespace weir
