// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/fieldvalue.h"
#include "core/query/needle.h"
#include "core/query/pattern.h"
#include "core/query/query.h"

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace weir {

/// Which numbers a comparison lets through; whole numbers are compared as such, because a double
/// cannot tell large ones apart.
struct NumberTest
{
    Comparison comparison = Comparison::Greater;
    double bound = 0;
    std::int64_t lowest = std::numeric_limits<std::int64_t>::min(); ///< of whole numbers
    std::int64_t highest = std::numeric_limits<std::int64_t>::max();

    NumberTest() = default;
    NumberTest(Comparison how, double to);

    bool holds(const FieldNumber& number) const;
};

/// One condition of a compiled filter: what its kind needs is set, the rest is empty.
struct FilterNode
{
    Expr::Kind kind = Expr::Kind::Everything;
    std::vector<std::unique_ptr<const FilterNode>> children; ///< of And: cheap ones first
    std::unique_ptr<const FieldName> field; ///< null: wherever Text looks
    std::string text; ///< as written; of Regex, Text and conditions on a field
    std::unique_ptr<const Needle> needle;
    std::unique_ptr<const Pattern> pattern;
    std::vector<Needle> atoms; ///< of the pattern, where it has no field
    NumberTest number;
    TimeRange times; ///< FieldCompare and FieldEquals of time and received
    std::array<bool, severityClassCount> severities{}; ///< the classes that match
    int cost = 0; ///< only to order conditions by
};

std::unique_ptr<const FilterNode> compileNode(const Expr& expr);

/// `*` is any text, `?` one character; case-sensitive.
bool matchesGlob(std::string_view glob, std::string_view text);

} // namespace weir
