// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/counterstates.h"

#include <algorithm>

namespace weir {

namespace {

/// How far a counter has come: where it fell it began anew at zero.
double increaseOver(const std::vector<CounterSample>& samples)
{
    double increase = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        const double step = samples[i].number - samples[i - 1].number;
        increase += step < 0 ? samples[i].number : step;
    }
    return increase;
}

} // namespace

bool CounterState::add(const Input& event, MemoryBudget& budget)
{
    if (!budget.allows(samples.size() == samples.capacity()))
        return false;
    const std::size_t before = bytes();
    samples.push_back({event.key(), event.real()});
    budget.use(bytes() - before);
    return true;
}

void CounterState::merge(const CounterState& other)
{
    samples.insert(samples.end(), other.samples.begin(), other.samples.end());
}

AggregateValue CounterState::value(const CellContext& context, const CounterState* before) const
{
    std::vector<CounterSample> ordered = samples;
    if (before != nullptr && !before->samples.empty())
        ordered.insert(ordered.begin(),
                       *std::max_element(before->samples.begin(), before->samples.end()));
    if (ordered.size() < 2)
        return {}; // a single sample says nothing of what came before it
    if (!std::is_sorted(ordered.begin(), ordered.end()))
        std::sort(ordered.begin(), ordered.end());
    const double increase = increaseOver(ordered);
    if (context.aggregate.function == Aggregate::Function::Increase)
        return AggregateValue::of(increase);
    // Over the time between the samples: one a minute would else be a spike in every sixth window of ten
    // seconds.
    const double seconds = secondsOf(ordered.back().key.time - ordered.front().key.time);
    return seconds > 0 ? AggregateValue::of(increase / seconds) : AggregateValue{};
}

bool DeltaState::add(const Input& event, MemoryBudget& /*budget*/)
{
    const CounterSample sample{event.key(), event.real()};
    if (!first || sample < *first)
        first = sample;
    if (!last || *last < sample)
        last = sample;
    return true;
}

void DeltaState::merge(const DeltaState& other)
{
    if (other.first && (!first || *other.first < *first))
        first = other.first;
    if (other.last && (!last || *last < *other.last))
        last = other.last;
}

AggregateValue DeltaState::value(const CellContext& /*context*/, const DeltaState* before) const
{
    const auto& from = before != nullptr && before->last ? before->last : first;
    if (!from || !last || from->key == last->key)
        return {};
    return AggregateValue::of(last->number - from->number);
}

} // namespace weir
