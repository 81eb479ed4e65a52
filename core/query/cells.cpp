// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/cellsof.h"

namespace weir {

std::unique_ptr<Cells> makeCells(const Aggregate& aggregate)
{
    switch (aggregate.function) {
    case Aggregate::Function::Count:
    case Aggregate::Function::Rate:
    case Aggregate::Function::Top:
        break;
    case Aggregate::Function::Sum:
    case Aggregate::Function::Average:
        return std::make_unique<CellsOf<SumState>>(aggregate);
    case Aggregate::Function::Min:
    case Aggregate::Function::Max:
        return std::make_unique<CellsOf<RangeState>>(aggregate);
    case Aggregate::Function::Quantile:
        return std::make_unique<CellsOf<QuantileState>>(aggregate);
    case Aggregate::Function::Distinct:
        return std::make_unique<CellsOf<DistinctState>>(aggregate);
    case Aggregate::Function::First:
        return std::make_unique<CellsOf<EndState<true>>>(aggregate);
    case Aggregate::Function::Last:
        return std::make_unique<CellsOf<EndState<false>>>(aggregate);
    case Aggregate::Function::Increase:
    case Aggregate::Function::CounterRate:
        return std::make_unique<CellsOf<CounterState>>(aggregate);
    case Aggregate::Function::Delta:
        return std::make_unique<CellsOf<DeltaState>>(aggregate);
    }
    return std::make_unique<CellsOf<CountState>>(aggregate);
}

} // namespace weir
