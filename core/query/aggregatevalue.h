// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace weir {

/// What an aggregate says: a number, the text of `first` and `last` where that is none, or no data.
struct AggregateValue
{
    double number = std::numeric_limits<double>::quiet_NaN();
    std::string text; ///< as written; set instead of the number

    static AggregateValue of(double number) { return {number, {}}; }

    bool isNumber() const { return !std::isnan(number); }
    bool isKnown() const { return isNumber() || !text.empty(); }
    friend bool operator==(const AggregateValue& left, const AggregateValue& right)
    {
        return left.text == right.text
            && (left.number == right.number || (!left.isNumber() && !right.isNumber()));
    }
};

/// One window of one series of an aggregate.
struct AggregateWindow
{
    TimePoint start; ///< TimePoint::min() without `every`
    std::uint64_t events = 0; ///< that are in the value
    AggregateValue value;
};

} // namespace weir
