// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/viewscan.h"
#include "ui/models/logrow.h"

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace weir {

/// By what rows are put in order, other than time.
struct SortOrder
{
    std::string field; ///< as a column names it: `level`, `service`, `body` or any field
    /// Nothing: numbers and severities from the largest down, texts from the first on.
    std::optional<bool> isDescending;

    friend bool operator==(const SortOrder&, const SortOrder&) = default;
};

struct SortedRows
{
    std::vector<LogRow> rows; ///< in their order
    bool isDescending = false; ///< as they are
    bool isCut = false; ///< the view has more; these are the newest
};

/// The newest `most` matches of a view by a field: numbers by their value, before texts, which are
/// compared without regard to upper and lower case; those without a value come last either way; of
/// equals the newest first. A worker's function: reads the index, and gives Busy when a stop was
/// requested.
Result<SortedRows> sortedNewest(IndexReader& reader, const View& view, const SortOrder& order,
                                std::size_t most, const RowFormPtr& form,
                                const std::stop_token& stop);

} // namespace weir
