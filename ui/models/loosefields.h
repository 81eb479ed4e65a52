// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"

#include <string>
#include <vector>

namespace weir {

/// A field that a filter has a condition on, and the rest of the filter: what the values of the field
/// are counted over, so that another one can be chosen beside those that are.
struct LooseField
{
    std::string field; ///< canonical
    FilterPtr others; ///< never null
};

/// Of conditions that hold for all the filter finds and say which values of one field there are, or
/// are not; at most mostLooseFields, in the order of the filter.
std::vector<LooseField> looseFields(const Expr& filter);

/// Each costs as much as the fields of a result do.
constexpr std::size_t mostLooseFields = 4;

} // namespace weir
