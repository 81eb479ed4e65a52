// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"
#include "core/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A cold block as rows of the table `columns`: the catalog is column 0 and says what the segments,
/// columns 1 and up, hold. Bytes only; who stores them does not look inside.
struct ColdBlock
{
    std::string catalog;
    std::vector<std::string> segments;
};

/// Everything but positions and gaps, which the slice's tables hold. Precondition: isConsistent(),
/// at least one event. InvalidInput above the bounds in blockformat.h.
///
/// Thread: any; pure.
Result<ColdBlock> encodeCold(const EventColumns& columns);

/// Fetches a segment, 0 for column 1.
using SegmentLoader = std::function<Result<std::string>(std::size_t segment)>;

/// All columns of a block. Every number and reference is checked, so that damaged or hostile bytes
/// give Corrupt and nothing else; TooNew for a later version. `subject` names the block in errors.
Result<EventColumns> decodeCold(std::string_view catalog, const SegmentLoader& load,
                                const std::string& subject);

} // namespace weir
