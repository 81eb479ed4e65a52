// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/facets.h"

namespace weir {

/// What keeps a list of fields still below the mouse while another question is being counted.

/// Every field and value of `shown` in its place with the counts of `newest`, 0 where it has none;
/// fields that are new come after all of them.
Facets heldTo(const Facets& shown, Facets newest);

/// The values of fields that are still being counted without their own condition (isNarrowed) stay
/// those that are shown.
void keepNarrowed(const Facets& shown, Facets& newest);

} // namespace weir
