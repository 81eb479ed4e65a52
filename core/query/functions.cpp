// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/functions.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace weir {

namespace {

using Function = Aggregate::Function;
using Of = FunctionInfo::Of;

constexpr std::array<FunctionInfo, 18> functions{{
    {"count", Function::Count, Of::Events},
    {"rate", Function::Rate, Of::Events},
    {"top", Function::Top, Of::Events},
    {"avg", Function::Average, Of::Numbers},
    {"sum", Function::Sum, Of::Numbers},
    {"min", Function::Min, Of::Numbers},
    {"max", Function::Max, Of::Numbers},
    {"p50", Function::Quantile, Of::Numbers, 50},
    {"p90", Function::Quantile, Of::Numbers, 90},
    {"p95", Function::Quantile, Of::Numbers, 95},
    {"p99", Function::Quantile, Of::Numbers, 99},
    {"p99.9", Function::Quantile, Of::Numbers, 99.9},
    {"distinct", Function::Distinct, Of::Values},
    {"first", Function::First, Of::Values},
    {"last", Function::Last, Of::Values},
    {"rate", Function::CounterRate, Of::Numbers},
    {"increase", Function::Increase, Of::Numbers},
    {"delta", Function::Delta, Of::Numbers},
}};

} // namespace

std::span<const FunctionInfo> aggregateFunctions()
{
    return functions;
}

std::optional<double> percentOf(std::string_view name)
{
    const std::string_view digits = name.substr(std::min<std::size_t>(1, name.size()));
    const bool isQuantile = name.starts_with('p') && !digits.empty() && digits.front() != '.'
        && digits.find_first_not_of("0123456789.") == std::string_view::npos;
    if (!isQuantile)
        return std::nullopt;
    double percent = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), percent,
                                             std::chars_format::fixed);
    if (code != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return percent;
}

std::optional<FunctionInfo> findFunction(std::string_view name, bool isOfField)
{
    if (const auto percent = percentOf(name))
        return FunctionInfo{name, Function::Quantile, Of::Numbers, *percent};
    const auto isWanted = [&](const FunctionInfo& info) {
        return info.name == name;
    };
    auto found = std::find_if(functions.begin(), functions.end(), isWanted);
    if (found == functions.end())
        return std::nullopt;
    const auto other = std::find_if(found + 1, functions.end(), isWanted);
    if (isOfField && found->of == Of::Events && other != functions.end())
        found = other;
    return *found;
}

std::vector<std::string_view> functionNames()
{
    std::vector<std::string_view> names;
    for (const FunctionInfo& info : functions) {
        if (std::find(names.begin(), names.end(), info.name) == names.end())
            names.push_back(info.name);
    }
    return names;
}

} // namespace weir
