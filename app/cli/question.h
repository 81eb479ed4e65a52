// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "core/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace weir::cli {

/// A query and a time range as typed, understood.
struct Question
{
    Query query;
    FilterPtr filter;
    TimeRange range;
};

struct RangeOptions
{
    std::string from;
    std::string to;
    std::string last;
};

/// InvalidInput with a message for people: the query with a caret under the wrong place, or the
/// time that cannot be read.
Result<Question> ask(const std::string& query, const RangeOptions& range, TimePoint now);

} // namespace weir::cli
