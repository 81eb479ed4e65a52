// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/lexer.h"
#include "core/query/query.h"

#include <variant>

namespace weir {

/// Reads what stands after the `|`, to the end of the query. `pipe` is where the `|` is.
std::variant<Aggregate, QueryError> parseAggregate(QueryLexer& lexer, TextSpan pipe);

} // namespace weir
