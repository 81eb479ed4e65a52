// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/trigramtest.h"

#include "store/blocks/trigramfilter.h"

#include <algorithm>

namespace weir {

namespace {

bool mayMatchPattern(const FilterNode& node, std::string_view trigrams)
{
    std::vector<int> present;
    for (std::size_t i = 0; i < node.atoms.size(); ++i) {
        if (mayHoldText(trigrams, node.atoms[i].folded()))
            present.push_back(static_cast<int>(i));
    }
    return node.atoms.empty() || node.pattern->canMatch(present);
}

} // namespace

bool mayMatch(const FilterNode& node, std::string_view trigrams)
{
    const auto childMay = [trigrams](const auto& child) { return mayMatch(*child, trigrams); };
    switch (node.kind) {
    case Expr::Kind::And:
        return std::all_of(node.children.begin(), node.children.end(), childMay);
    case Expr::Kind::Or:
        return std::any_of(node.children.begin(), node.children.end(), childMay);
    case Expr::Kind::Text:
        return node.field != nullptr || mayHoldText(trigrams, node.needle->folded());
    case Expr::Kind::Regex:
        return node.field != nullptr || mayMatchPattern(node, trigrams);
    default:
        return true;
    }
}

} // namespace weir
