// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/lexer.h"
#include "core/query/query.h"

#include <variant>

namespace weir {

/// The condition that a field's name, the test after it and one value make together.
/// `at` of the condition is from the name to the value's end.
std::variant<Expr, QueryError> makeFieldTest(const QueryToken& field, const QueryToken& value);

} // namespace weir
