// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/rowset.h"
#include "store/blocks/coldreader.h"
#include "store/read/fieldscan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/// The name under which a query asks for a field's column: `service.name` for `service`, `fields.key`
/// for a field that is called like something else.
std::string nameOfColumn(std::string_view column);

/// Adds the fields of the events in the rows of a cold block; null: of all of its events, for which
/// mostly the catalog is enough. Texts that are no dictionary are read only where they are few. False
/// when the block is damaged or has been replaced: the reader's error() says so, and `left` is the
/// first name, in their order, of which nothing was added.
[[nodiscard]] bool countCold(ColdReader& cold, const RowSet* rows, const FieldScan::Wanted& wanted,
                             FieldTally& tally, std::string& left);

/// The same in a block that is decoded, of rows that ascend, from the name `from` on.
void countDecoded(const StoredBatch& stored, const std::vector<std::uint32_t>& rows,
                  const FieldScan::Wanted& wanted, FieldTally& tally, const std::string& from = {});

/// Adds severities, by class, as values of the field `severity`.
void addSeverities(const SeverityCounts& counts, FieldTally& tally);

} // namespace weir
