// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatch.h"
#include "core/ids.h"

#include <algorithm>
#include <compare>

namespace weir {

/// The place of an event in every list. Never a row number: rows shift when late events arrive
/// or old ones are retired; the key of an event never does.
struct EventKey
{
    TimePoint time;
    EventSeq seq{};

    friend auto operator<=>(const EventKey&, const EventKey&) = default;
};

/// A batch with what the writer gave it at commit. Row n has sequence number firstSeq + n.
struct StoredBatch
{
    EventSeq firstSeq{};
    /// `received` never decreases with seq across sources: this is where the batch may begin.
    TimePoint receivedFloor;
    EventBatchPtr batch;

    EventSeq seq(std::size_t row) const { return firstSeq + row; }
    EventSeq lastSeq() const { return firstSeq + (batch->size() - 1); }
    TimePoint received(std::size_t row) const
    {
        return std::max(receivedFloor, batch->columns().received[row]);
    }
    EventKey key(std::size_t row) const { return {batch->time(row), seq(row)}; }
};

/// One event of a stored batch: what a row of a list is made of. Keeps its batch alive.
struct EventRef
{
    StoredBatch stored;
    std::uint32_t row = 0;

    EventKey key() const { return stored.key(row); }
    const EventBatch& batch() const { return *stored.batch; }
};

} // namespace weir
