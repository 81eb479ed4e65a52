// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace weir {

/// A function that may stand after `|`. `rate` is there twice: of events, and of a field.
struct FunctionInfo
{
    enum class Of : std::uint8_t {
        Events, ///< nothing stands in parentheses
        Numbers, ///< a field, of which numbers count
        Values, ///< a field, whatever it holds
    };

    std::string_view name; ///< of a quantile the usual ones
    Aggregate::Function function;
    Of of;
    double percent = 0;
};

std::span<const FunctionInfo> aggregateFunctions();

/// By its name; any quantile too.
std::optional<FunctionInfo> findFunction(std::string_view name, bool isOfField);

/// `99.9` for `p99.9`; nothing where it does not look like a quantile. May be beyond 100.
std::optional<double> percentOf(std::string_view name);

/// Each once, for "did you mean".
std::vector<std::string_view> functionNames();

} // namespace weir
