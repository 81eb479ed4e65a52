// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filternode.h"
#include "core/query/rowset.h"
#include "core/storedbatch.h"
#include "store/blocks/colddecoder.h"
#include "store/blocks/coldfieldtest.h"
#include "store/blocks/coldsearch.h"

#include <functional>
#include <optional>

namespace weir {

/// Adds what a field needs of a block. False: nothing less than everything.
bool addWanted(const FieldName& name, WantedColumns& wanted);

/// Evaluates a compiled filter over a cold block without decoding more of it than the filter asks
/// for: texts are searched where they lie, and other conditions over the columns they name. Answers
/// the same as Evaluation does over the decoded block.
///
/// Thread: that of the reader. Filter and reader outlive it. After a call has answered nothing the
/// reader's error() says why.
class ColdEvaluation final
{
public:
    /// `where` has the seqs of the block's events; its batch does not matter.
    ColdEvaluation(ColdReader& reader, StoredBatch where)
        : m_reader(reader)
        , m_where(std::move(where))
        , m_search(reader)
        , m_fields(reader, m_search)
    {
    }

    std::optional<RowSet> evaluate(const FilterNode& node, const RowSet& candidates);

    /// Columns of the block as a batch of their own; nothing when they are damaged.
    std::optional<StoredBatch> decode(const WantedColumns& wanted);

private:
    std::optional<RowSet> anywhere(const FilterNode& node, const RowSet& candidates);
    bool looksIntoPayloads(bool& answer);
    std::optional<RowSet> text(const Needle& needle, const RowSet& candidates);
    std::optional<RowSet> patternAnywhere(const FilterNode& node, const RowSet& candidates);
    std::optional<RowSet> possibleRows(const FilterNode& node, const RowSet& candidates);
    std::optional<RowSet> severities(const FilterNode& node, const RowSet& candidates);
    std::optional<RowSet> inField(const FilterNode& node, const RowSet& candidates);
    std::optional<RowSet> equals(const FilterNode& node, const RowSet& candidates);
    std::optional<RowSet> decoded(const FilterNode& node, const RowSet& candidates);
    bool isInShared(const std::function<bool(std::string_view)>& test) const;

    ColdReader& m_reader;
    const StoredBatch m_where;
    ColdSearch m_search;
    ColdFieldTest m_fields;
    std::optional<StoredBatch> m_everything; ///< once it was needed
    std::optional<bool> m_looksIntoPayloads; ///< once it was asked
};

} // namespace weir
