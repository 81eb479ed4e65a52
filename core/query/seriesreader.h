// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/fieldvalue.h"
#include "core/query/seriestable.h"
#include "core/storedbatch.h"

#include <string_view>
#include <vector>

namespace weir {

/// Tells for each event of one batch which series of a table it belongs to.
///
/// Values that are the same bytes of the batch (as in a block whose columns have dictionaries) are
/// recognised by where they lie, without a look at them.
/// Thread: one at a time. Batch, names, table and budget outlive it.
class SeriesReader final
{
public:
    SeriesReader(const StoredBatch& stored, const std::vector<FieldName>& by, SeriesTable& table,
                 MemoryBudget& budget);

    /// SeriesTable::none when no memory is left for a new one.
    SeriesTable::Id idOf(std::size_t row);

private:
    /// Direct-mapped; small enough to be made for every batch.
    static constexpr std::size_t memoSize = 256;

    std::size_t slotOf() const;

    SeriesTable& m_table;
    MemoryBudget& m_budget;
    std::vector<FieldReader> m_readers;
    std::vector<std::string_view> m_texts; ///< of the row at hand
    bool m_areTextsStable = true;
    std::vector<std::string_view> m_knownTexts; ///< for each slot one of each label
    std::vector<SeriesTable::Id> m_knownIds; ///< by slot
};

} // namespace weir
