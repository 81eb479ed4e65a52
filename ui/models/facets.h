// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <QString>

#include <vector>

namespace weir {

/// The commonest values of the commonest fields among some events.
struct Facets
{
    struct Value
    {
        QString shown; ///< safe to paint
        std::string text; ///< as written
        std::size_t count = 0;
    };
    struct Field
    {
        std::string name; ///< canonical
        std::size_t events = 0; ///< that have the field
        std::size_t distinct = 0;
        std::vector<Value> values; ///< the commonest, descending
    };

    std::size_t events = 0; ///< looked at
    std::vector<Field> fields;
};

/// Severity, service and host first, then other text fields with few values; a field that is
/// different in nearly every event tells nothing and is left out.
Facets countFacets(const std::vector<EventRef>& events);

} // namespace weir
