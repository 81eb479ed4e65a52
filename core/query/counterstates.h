// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/cellcontext.h"
#include "core/query/cellinputs.h"
#include "core/query/memorybudget.h"

#include <optional>
#include <vector>

namespace weir {

// The states (see cellstates.h) of what is about how a value moves, so that the order of samples counts.

/// One sample of a counter or gauge.
struct CounterSample
{
    EventKey key;
    double number = 0;

    friend bool operator<(const CounterSample& left, const CounterSample& right)
    {
        return left.key < right.key;
    }
};

/// increase, rate of a field. All samples are kept: between any two of them a late one may still come
/// and turn out to be a reset.
struct CounterState
{
    using Input = SampleInput;
    static constexpr bool isPerSeries = true;

    bool add(const Input& event, MemoryBudget& budget);
    void merge(const CounterState& other);
    AggregateValue value(const CellContext& context, const CounterState* before) const;
    std::size_t bytes() const { return samples.capacity() * sizeof(CounterSample); }

    std::vector<CounterSample> samples; ///< as they came
};

/// delta.
struct DeltaState
{
    using Input = SampleInput;
    static constexpr bool isPerSeries = true;

    bool add(const Input& event, MemoryBudget& budget);
    void merge(const DeltaState& other);
    AggregateValue value(const CellContext& context, const DeltaState* before) const;
    std::size_t bytes() const { return 0; }

    std::optional<CounterSample> first;
    std::optional<CounterSample> last;
};

} // namespace weir
