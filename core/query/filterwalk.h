// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filternode.h"
#include "core/query/rowset.h"

#include <optional>
#include <utility>

namespace weir {

/// Evaluates the And, Or and Not of a compiled filter. What they combine is answered by
/// `leaf(node, candidates)`, a std::optional<RowSet>: the candidates that match, or nothing where
/// that cannot be told, which is then the answer to the whole.
///
/// A condition is asked for the rows alone that the ones before it have left open, so that what is
/// cheap spares what is dear.
/// Thread: that of the leaf.
template<typename Leaf>
class FilterWalk final
{
public:
    explicit FilterWalk(Leaf leaf)
        : m_leaf(std::move(leaf))
    {
    }

    std::optional<RowSet> evaluate(const FilterNode& node, const RowSet& candidates)
    {
        switch (node.kind) {
        case Expr::Kind::Everything:
            return candidates;
        case Expr::Kind::And:
            return conjunction(node, candidates);
        case Expr::Kind::Or:
            return disjunction(node, candidates);
        case Expr::Kind::Not:
            return without(evaluate(*node.children.front(), candidates), candidates);
        default:
            return m_leaf(node, candidates);
        }
    }

private:
    static std::optional<RowSet> without(const std::optional<RowSet>& matching, RowSet candidates)
    {
        if (!matching)
            return std::nullopt;
        candidates -= *matching;
        return candidates;
    }

    std::optional<RowSet> conjunction(const FilterNode& node, RowSet rest)
    {
        for (const auto& child : node.children) {
            if (rest.isEmpty())
                break;
            auto matching = evaluate(*child, rest);
            if (!matching)
                return std::nullopt;
            rest = std::move(*matching);
        }
        return rest;
    }

    std::optional<RowSet> disjunction(const FilterNode& node, RowSet rest)
    {
        RowSet found(rest.size());
        for (const auto& child : node.children) {
            const auto matching = evaluate(*child, rest);
            if (!matching)
                return std::nullopt;
            found |= *matching;
            rest -= *matching;
            if (rest.isEmpty())
                break;
        }
        return found;
    }

    Leaf m_leaf;
};

} // namespace weir
