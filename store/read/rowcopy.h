// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"
#include "core/storedbatch.h"

#include <vector>

namespace weir {

/// One event in a batch of its own: what keeps a rare match without keeping the megabytes it was
/// found in. Everything that can be asked of the event answers the same.
EventRef copyOf(const StoredBatch& stored, std::size_t row);

/// Some events of a batch, with their seqs; no other bytes of it. Precondition: rows ascend and are
/// not empty.
StoredBatch copyOf(const StoredBatch& stored, const std::vector<std::uint32_t>& rows);

/// The event as the next one of a batch, which is of the same source and has the same labels.
void copyRow(const StoredBatch& stored, std::size_t row, EventBatchBuilder& builder);

} // namespace weir
