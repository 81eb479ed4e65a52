// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

/// What a purge did.
struct PurgeOutcome
{
    std::uint64_t events = 0; ///< removed
    std::uint64_t unreadable = 0; ///< blocks and slices that could not be judged, and are left

    std::string toJson() const;
    static Result<PurgeOutcome> fromJson(std::string_view json);
};

} // namespace weir
