// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/eventwriter.h"
#include "core/query/aggregator.h"
#include "store/read/indexreader.h"

#include <optional>
#include <string>
#include <vector>

namespace weir::cli {

/// A window of an aggregate as a line of output.
struct WindowLine
{
    TimePoint start; ///< TimePoint::min() without `every`
    LabelValues labels;
    AggregateValue value;
    int revision = 0; ///< tail: how often it was printed before
};

/// Every window of an aggregate, by time, then labels; of `top` the largest first. `range` is the queried one: a rate without
/// `every` is over its length.
std::vector<WindowLine> linesOf(const Aggregator& aggregator, TimeRange range);

/// What a rate without `every` is measured over: where no begin was asked for, the events' own span.
TimeRange measuredRange(IndexReader& reader, TimeRange asked);

/// `count(10) by service` as column names: the time (with `every`), the labels, the function.
std::vector<std::string> columnsOf(const Aggregate& aggregate);

/// A whole result, a header where the format has one.
std::string printLines(const std::vector<WindowLine>& lines, const Aggregate& aggregate,
                       Format format);

/// What is not in the result, as a sentence; nothing where all is.
std::optional<std::string> incompleteness(const Aggregator& aggregator);

/// One line as JSON: {"time", labels, value[, "revision"]}.
std::string lineJson(const WindowLine& line, const Aggregate& aggregate);

} // namespace weir::cli
