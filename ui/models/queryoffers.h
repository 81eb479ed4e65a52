// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/completion.h"

#include <vector>

namespace weir {

/// What somebody may have meant whose query finds nothing.
struct QueryOffer
{
    std::string query; ///< in place of theirs
    std::string term; ///< what differs: `service:payments`
    Expr filter; ///< of `query`
};

/// Fields and values of the vocabulary in place of unknown ones that are near or begin so, another field
/// that has the value, `level:error` for the word `error`. One term differs in each, and all of them in the
/// last; in the order of the terms, at most a few. Nobody has looked whether they find anything. Empty for
/// a query that is wrong.
std::vector<QueryOffer> queryOffers(std::string_view query, const QueryVocabulary& vocabulary);

} // namespace weir
