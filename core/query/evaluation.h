// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filternode.h"
#include "core/query/rowset.h"
#include "core/storedbatch.h"

namespace weir {

/// The candidates that hold enough of a pattern's atoms for it to match; `withAtom` has the rows of
/// each atom, 64 of them at most.
RowSet rowsThatCanMatch(const Pattern& pattern, const std::vector<RowSet>& withAtom,
                        const RowSet& candidates);

/// Evaluates a compiled filter over one batch, column by column.
///
/// Thread: one at a time. Batch and filter outlive it.
class Evaluation final
{
public:
    explicit Evaluation(const StoredBatch& stored)
        : m_stored(stored)
        , m_batch(*stored.batch)
    {
    }

    RowSet evaluate(const FilterNode& node, const RowSet& candidates);

private:
    RowSet condition(const FilterNode& node, const RowSet& candidates);
    RowSet text(const Needle& needle, const RowSet& candidates);
    RowSet regexAnywhere(const FilterNode& node, const RowSet& candidates);
    RowSet severities(const FilterNode& node, const RowSet& candidates) const;
    RowSet fieldTest(const FilterNode& node, const RowSet& candidates);
    RowSet fieldCompare(const FilterNode& node, const RowSet& candidates);

    RowSet possibleRows(const FilterNode& node, const RowSet& candidates);

    /// Calls `test(refs, rows)` for each array of texts that Text looks into, until it returns
    /// false; `rows` is null where the array has an element for each row.
    template<typename Test>
    void forEachTextColumn(Test test) const;
    /// Whether `test` holds for a text that all events of the batch share.
    template<typename Test>
    bool holdsForShared(Test test) const;

    const StoredBatch& m_stored;
    const EventBatch& m_batch;
};

} // namespace weir
