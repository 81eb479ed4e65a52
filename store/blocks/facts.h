// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"
#include "store/blocks/bytes.h"

namespace weir {

/// The facts section of a block: what concerns the batch as a whole.
void putFacts(ByteWriter& out, const EventColumns& columns);

/// Fills source, sourceKind, labels, streams, positions and gaps; the reader fails on what is no
/// facts section.
void takeFacts(ByteReader& in, EventColumns& columns);

} // namespace weir
