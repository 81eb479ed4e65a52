// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"

#include <memory>
#include <string>
#include <vector>

namespace weir {

/// A colour label: what it finds is drawn on a ground of this colour.
struct Highlight
{
    std::string query; ///< as written: words, phrases, fields, regular expressions
    FilterPtr filter; ///< compiled; never null
    int color = 0; ///< 0 to 8, of the theme's highlight colours
    bool wholeRow = false; ///< the row, not only the words

    friend bool operator==(const Highlight& a, const Highlight& b)
    {
        return a.query == b.query && a.color == b.color && a.wholeRow == b.wholeRow;
    }
};

/// What is taken out of an event to make a row of it. Immutable once shared; a row made with another
/// form is made again, the count of matches is not.
struct RowForm
{
    /// Fields shown in columns of their own, in order, in the names of the query language.
    std::vector<std::string> columns{"time", "level", "service", "body"};
    std::vector<Highlight> highlights; ///< the later ones win
    /// What Ctrl+F looks for without filtering; may be null.
    FilterPtr find;

    friend bool operator==(const RowForm&, const RowForm&) = default;
};

using RowFormPtr = std::shared_ptr<const RowForm>; ///< never null

/// Time, level, service and body; nothing highlighted, nothing looked for.
const RowFormPtr& usualRowForm();

} // namespace weir
