// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/purgeoutcome.h"
#include "core/query/filter.h"
#include "core/result.h"
#include "core/storedbatch.h"
#include "store/slicefiles.h"
#include "store/write/reread.h"

#include <filesystem>
#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace weir {

using PurgeDone = std::function<void(const Result<PurgeOutcome>&)>;

/// Which events are to go.
struct PurgeChoice
{
    using SelectRows = std::function<void(const StoredBatch&, std::vector<std::uint32_t>& rows)>;

    SelectRows select; ///< adds the rows that match, ascending
    std::set<std::string> sources; ///< only of these; empty: of all
};

PurgeChoice choiceOf(FilterPtr what);
PurgeChoice choiceOf(std::vector<Reread> rereads);

/// Writes a slice without the events that match to `copy`, in which no byte of them is left: neither
/// in a block with others nor in a free page. No file is made when none matches. Busy when a stop was
/// requested; `copy` is then unfinished.
///
/// Precondition: the slice is sealed. Thread: any.
Result<PurgeOutcome> copyWithout(const SliceFile& slice, const PurgeChoice& what,
                                 const std::filesystem::path& copy, const std::stop_token& stop);

/// The same without the events of some sources: whole blocks, which are not even read. False, and no
/// file, when there are none.
Result<bool> copyWithoutSources(const SliceFile& slice, const std::vector<std::string>& sources,
                                const std::filesystem::path& copy, const std::stop_token& stop);

} // namespace weir
