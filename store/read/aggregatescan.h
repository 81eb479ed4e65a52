// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/aggregator.h"
#include "store/read/parallelscan.h"

namespace weir {

/// The columns that an aggregate looks at.
WantedColumns wantedBy(const Aggregate& aggregate);

/// An aggregate over a view, and what it took.
struct AggregateAnswer
{
    Aggregator aggregator;
    ScanFigures figures;
    std::vector<Error> problems; ///< what could not be read
};

/// Computes an aggregate on all processors. What block headers and catalogs say, counts by severity
/// and by a field of few values, costs no decoding; of everything else only the columns that are
/// named are decoded. Stopped, it ends within a block and says what it has.
///
/// Thread: any; waits for its workers.
Result<AggregateAnswer> aggregateView(const std::filesystem::path& folder, const View& view,
                                      const Aggregate& aggregate, const std::stop_token& stop);

} // namespace weir
