// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/cellstates.h"

#include "core/json.h"

namespace weir {

namespace {

double secondsOf(Nanoseconds length)
{
    return std::chrono::duration<double>(length).count();
}

AggregateValue numberValue(double number)
{
    return {number, {}};
}

/// Whether a step that needs memory may be done.
bool isAffordable(bool needsMemory, MemoryBudget& budget)
{
    if (!needsMemory || !budget.isSpent())
        return true;
    budget.refuse();
    return false;
}

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

AggregateValue CountState::value(const CellContext& context, const CountState* /*before*/) const
{
    const auto events = static_cast<double>(context.events);
    if (context.aggregate.function != Aggregate::Function::Rate)
        return numberValue(events);
    const double seconds = secondsOf(context.length);
    return numberValue(seconds > 0 ? events / seconds : 0);
}

AggregateValue SumState::value(const CellContext& context, const SumState* /*before*/) const
{
    if (context.aggregate.function == Aggregate::Function::Sum)
        return numberValue(sum.value());
    return numberValue(sum.value() / static_cast<double>(context.events));
}

void RangeState::merge(const RangeState& other)
{
    lowest = std::min(lowest, other.lowest);
    highest = std::max(highest, other.highest);
}

AggregateValue RangeState::value(const CellContext& context, const RangeState* /*before*/) const
{
    return numberValue(context.aggregate.function == Aggregate::Function::Min ? lowest : highest);
}

bool QuantileState::add(const Input& event, MemoryBudget& budget)
{
    const double number = event.real();
    if (budget.isSpent() && !isAffordable(!sketch.covers(number), budget))
        return false;
    const std::size_t before = sketch.bytes();
    sketch.add(number);
    budget.use(sketch.bytes() - before);
    return true;
}

AggregateValue QuantileState::value(const CellContext& context,
                                    const QuantileState* /*before*/) const
{
    return numberValue(sketch.percentile(context.aggregate.percent));
}

bool DistinctState::add(const Input& event, MemoryBudget& budget)
{
    if (budget.isSpent() && !isAffordable(!distinct.covers(event.hash()), budget))
        return false;
    const std::size_t before = distinct.bytes();
    distinct.add(event.hash());
    budget.use(distinct.bytes() - before); // less than nothing where registers take its place
    return true;
}

AggregateValue DistinctState::value(const CellContext& /*context*/,
                                    const DistinctState* /*before*/) const
{
    return numberValue(distinct.count());
}

template<bool isFirst>
bool EndState<isFirst>::add(const Input& event, MemoryBudget& budget)
{
    if (!isBeaten(event.key()))
        return true;
    const auto number = event.number();
    const bool isNumber = number && (number->isInt || std::isfinite(number->real));
    const std::string_view text =
        isNumber ? std::string_view{} : utf8Head(event.text(), longestText);
    if (!isAffordable(text.size() > end.text.capacity(), budget))
        return false;
    const std::size_t before = bytes();
    end.text = text;
    end.number = !isNumber ? std::numeric_limits<double>::quiet_NaN()
        : number->isInt    ? static_cast<double>(number->whole)
                           : number->real;
    key = event.key();
    budget.use(bytes() - before);
    return true;
}

template<bool isFirst>
void EndState<isFirst>::merge(const EndState& other)
{
    if (other.key && isBeaten(*other.key))
        *this = other;
}

template<bool isFirst>
AggregateValue EndState<isFirst>::value(const CellContext& /*context*/,
                                        const EndState* /*before*/) const
{
    return end;
}

template struct EndState<true>;
template struct EndState<false>;

bool CounterState::add(const Input& event, MemoryBudget& budget)
{
    if (!isAffordable(samples.size() == samples.capacity(), budget))
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
        ordered.push_back(*std::max_element(before->samples.begin(), before->samples.end()));
    if (ordered.size() < 2)
        return {}; // a single sample says nothing of what came before it
    if (!std::is_sorted(ordered.begin(), ordered.end()))
        std::sort(ordered.begin(), ordered.end());
    const double increase = increaseOver(ordered);
    if (context.aggregate.function == Aggregate::Function::Increase)
        return numberValue(increase);
    // Over the time between the samples: one a minute would else be a spike in every sixth window of ten
    // seconds.
    const double seconds = secondsOf(ordered.back().key.time - ordered.front().key.time);
    return seconds > 0 ? numberValue(increase / seconds) : AggregateValue{};
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
    return numberValue(last->number - from->number);
}

} // namespace weir
