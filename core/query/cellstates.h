// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/cellcontext.h"
#include "core/query/cellinputs.h"
#include "core/query/memorybudget.h"
#include "core/sketch/ddsketch.h"
#include "core/sketch/distinctcount.h"
#include "core/sketch/exactsum.h"

#include <algorithm>
#include <optional>

namespace weir {

// The states of a cell, one for each way of keeping what is asked for. Each has
//   Input: what it reads of an event (cellinputs.h)
//   add(): one event; false when no memory is left for it
//   merge(): as if the other's events had been added
//   value(): `before` is the state of the last window of the series that came before, if there is one
//   bytes(): outside of itself
// isPerSeries: values of different series are not made of one state but added.

/// count, rate, top: the number of events is kept by the cell.
struct CountState
{
    using Input = NoInput;
    static constexpr bool isPerSeries = false;

    bool add(const Input& /*event*/, MemoryBudget& /*budget*/) { return true; }
    void merge(const CountState& /*other*/) { }
    AggregateValue value(const CellContext& context, const CountState* before) const;
    std::size_t bytes() const { return 0; }
};

/// sum, avg.
struct SumState
{
    using Input = NumberInput;
    static constexpr bool isPerSeries = false;

    bool add(const Input& event, MemoryBudget& /*budget*/)
    {
        event.number().isInt ? sum.add(event.number().whole) : sum.add(event.number().real);
        return true;
    }
    void merge(const SumState& other) { sum.merge(other.sum); }
    AggregateValue value(const CellContext& context, const SumState* before) const;
    std::size_t bytes() const { return 4 * sizeof(double); } // rarely more

    ExactSum sum;
};

/// min, max.
struct RangeState
{
    using Input = NumberInput;
    static constexpr bool isPerSeries = false;

    bool add(const Input& event, MemoryBudget& /*budget*/)
    {
        lowest = std::min(lowest, event.real());
        highest = std::max(highest, event.real());
        return true;
    }
    void merge(const RangeState& other);
    AggregateValue value(const CellContext& context, const RangeState* before) const;
    std::size_t bytes() const { return 0; }

    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
};

/// p0 to p100.
struct QuantileState
{
    using Input = NumberInput;
    static constexpr bool isPerSeries = false;

    bool add(const Input& event, MemoryBudget& budget);
    void merge(const QuantileState& other) { sketch.merge(other.sketch); }
    AggregateValue value(const CellContext& context, const QuantileState* before) const;
    std::size_t bytes() const { return sketch.bytes(); }

    DDSketch sketch;
};

struct DistinctState
{
    using Input = HashInput;
    static constexpr bool isPerSeries = false;

    bool add(const Input& event, MemoryBudget& budget);
    void merge(const DistinctState& other) { distinct.merge(other.distinct); }
    AggregateValue value(const CellContext& context, const DistinctState* before) const;
    std::size_t bytes() const { return distinct.bytes(); }

    DistinctCount distinct;
};

/// first, last: by time, then seq.
template<bool isFirst>
struct EndState
{
    using Input = ValueInput;
    static constexpr bool isPerSeries = false;
    /// A longer text is cut: a payload is no label.
    static constexpr std::size_t longestText = 1024;

    bool add(const Input& event, MemoryBudget& budget);
    void merge(const EndState& other);
    AggregateValue value(const CellContext& context, const EndState* before) const;
    std::size_t bytes() const { return end.text.capacity(); }
    bool isBeaten(EventKey by) const { return !key || (isFirst ? by < *key : *key < by); }

    std::optional<EventKey> key;
    AggregateValue end;
};

} // namespace weir
