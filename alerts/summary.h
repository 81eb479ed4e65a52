// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/query/names.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

/// `87`, `0.333`, `131.2`: a value as people read it in a sentence.
std::string numberText(double value);

/// `> 50`
std::string thresholdText(const Threshold& threshold);

/// `region=eu-west, service=payments`; values as they are, for display only.
std::string labelsText(std::span<const std::string> fields, std::span<const std::string> values);

/// What a summary may name.
struct SummaryFacts
{
    double value = 0;
    TimePoint since;
    std::span<const std::string> fields; ///< canonical names, as after `by`
    std::span<const std::string> values; ///< in the same order
};

/// Puts {{value}}, {{since}} and {{labels.NAME}} into a rule's summary. What is put in is text and is
/// not looked at again; other braces stay as they are. An empty template gives the value.
std::string fillSummary(std::string_view summary, const SummaryFacts& facts);

} // namespace weir
