// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"

#include <QString>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// The conditions of a query that hold for all it finds, and how the query reads with another or one
/// less: what a click on a value does. Everything else in the query stays as it was typed, as far as
/// that is possible.
///
/// Thread: a value.
class QueryTerms final
{
public:
    enum class State { None, Included, Excluded };

    /// A query that is wrong has no conditions and stays as it is.
    explicit QueryTerms(const QString& query = {});

    State stateOf(const std::string& field, const std::string& value) const;
    /// Fields and the values of them that are included or excluded.
    std::vector<std::pair<std::string, std::string>> named() const;
    /// Adds `field:value` (or its exclusion) beside other values of the field; takes it away where it
    /// is there already.
    QString toggled(const std::string& field, const std::string& value, bool exclude) const;
    /// Makes `field:value` the only condition that says which values there are of this field; takes it
    /// away where it is that already.
    QString only(const std::string& field, const std::string& value) const;
    /// Adds a condition, as a query says it, or `not` that condition; a query that has it stays as it is.
    QString with(const std::string& condition, bool exclude) const;
    /// Adds `field>=from field<to` in place of earlier bounds of this field.
    QString withBounds(const std::string& field, double from, double to) const;

private:
    struct Term
    {
        Expr expr;
        std::string field; ///< empty: none of the kind that a click makes
        std::vector<std::string> values;
        bool isExclusion = false;
    };

    static Term termOf(const Expr& expr);
    /// With another text in place of a term, or added at the end.
    QString edited(std::optional<std::size_t> term, const std::string& text) const;
    /// The same from the syntax tree, where what was typed cannot stay.
    std::string printed(std::optional<std::size_t> term, const std::string& text) const;

    QString m_query;
    std::string m_filter; ///< the part before the aggregate
    std::string m_rest; ///< from the pipe on
    bool m_isGood = false;
    std::vector<Term> m_terms;
};

} // namespace weir
