// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/cellstates.h"

#include "core/json.h"

namespace weir {

AggregateValue CountState::value(const CellContext& context, const CountState* /*before*/) const
{
    const auto events = static_cast<double>(context.events);
    if (context.aggregate.function != Aggregate::Function::Rate)
        return AggregateValue::of(events);
    const double seconds = secondsOf(context.length);
    return AggregateValue::of(seconds > 0 ? events / seconds : 0);
}

AggregateValue SumState::value(const CellContext& context, const SumState* /*before*/) const
{
    if (context.aggregate.function == Aggregate::Function::Sum)
        return AggregateValue::of(sum.value());
    return AggregateValue::of(sum.value() / static_cast<double>(context.events));
}

void RangeState::merge(const RangeState& other)
{
    lowest = std::min(lowest, other.lowest);
    highest = std::max(highest, other.highest);
}

AggregateValue RangeState::value(const CellContext& context, const RangeState* /*before*/) const
{
    return AggregateValue::of(context.aggregate.function == Aggregate::Function::Min ? lowest
                                                                                     : highest);
}

bool QuantileState::add(const Input& event, MemoryBudget& budget)
{
    const double number = event.real();
    if (budget.isSpent() && !budget.allows(!sketch.covers(number)))
        return false;
    const std::size_t before = sketch.bytes();
    sketch.add(number);
    budget.use(sketch.bytes() - before);
    return true;
}

AggregateValue QuantileState::value(const CellContext& context,
                                    const QuantileState* /*before*/) const
{
    return AggregateValue::of(sketch.percentile(context.aggregate.percent));
}

bool DistinctState::add(const Input& event, MemoryBudget& budget)
{
    if (budget.isSpent() && !budget.allows(!distinct.covers(event.hash())))
        return false;
    const std::size_t before = distinct.bytes();
    distinct.add(event.hash());
    budget.use(distinct.bytes() - before); // less than nothing where registers take its place
    return true;
}

AggregateValue DistinctState::value(const CellContext& /*context*/,
                                    const DistinctState* /*before*/) const
{
    return AggregateValue::of(distinct.count());
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
    if (!budget.allows(text.size() > end.text.capacity()))
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

} // namespace weir
