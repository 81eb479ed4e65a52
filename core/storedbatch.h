// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatch.h"
#include "core/ids.h"
#include "core/seqruns.h"

#include <algorithm>
#include <compare>
#include <optional>

namespace weir {

/// The place of an event in every list. Never a row number: rows shift when late events arrive
/// or old ones are retired; the key of an event never does.
struct EventKey
{
    TimePoint time;
    EventSeq seq{};

    friend auto operator<=>(const EventKey&, const EventKey&) = default;
};

/// A batch with what the writer gave it at commit. Row n has sequence number firstSeq + n, or what
/// `runs` say; either way seqs ascend with the rows.
struct StoredBatch
{
    EventSeq firstSeq{};
    /// `received` never decreases with seq across sources: this is where the batch may begin.
    TimePoint receivedFloor;
    EventBatchPtr batch;
    SeqRunsPtr runs = nullptr;

    RowSeqs seqs() const { return {firstSeq, batch->size(), runs.get()}; }
    EventSeq seq(std::size_t row) const { return runs ? runs->seq(row) : firstSeq + row; }
    EventSeq lastSeq() const { return seq(batch->size() - 1); }
    /// How many rows have a seq of at most this: the first row above, too.
    std::size_t rowsUpTo(EventSeq wanted) const { return seqs().rowsUpTo(wanted); }
    std::optional<std::uint32_t> rowOf(EventSeq wanted) const
    {
        const std::size_t upTo = rowsUpTo(wanted);
        if (upTo == 0 || seq(upTo - 1) != wanted)
            return std::nullopt;
        return static_cast<std::uint32_t>(upTo - 1);
    }
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
