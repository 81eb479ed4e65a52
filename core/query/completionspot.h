// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace weir {

/// What is being written where the cursor stands.
struct CompletionSpot
{
    enum class Kind {
        None, ///< in a phrase, a pattern or a duration: nobody knows what is meant
        Term, ///< a word of the filter: the name of a field, a keyword
        FieldName, ///< a name that has its test behind it
        Value, ///< of `field`
        NextValue, ///< in a list of values, after one of them
        Function,
        FunctionField, ///< in the parentheses of a function
        TopCount,
        ByName,
        Length, ///< after `every`
        Clause, ///< where `by` or `every` may stand
    };

    Kind kind = Kind::None;
    TextSpan replace; ///< the whole word that the cursor is in or behind
    std::string typed; ///< of it what is left of the cursor, without quotes
    std::string field; ///< Value, NextValue: the canonical name
    bool wantsNumber = false; ///< Value: after `<` or `>`
    bool isAfterTerm = false; ///< Term: `and` and `or` may stand here
    bool isFollowed = false; ///< Function: by `(`; FunctionField: by `)`
    bool mayHaveBy = false; ///< Clause
    bool mayHaveEvery = false; ///< Clause
};

/// Looks at a query that may be wrong or unfinished. Precondition: cursor <= text.size().
CompletionSpot completionSpot(std::string_view text, std::size_t cursor);

} // namespace weir
