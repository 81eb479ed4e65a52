// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>
#include <string>

namespace weir::demo {

/// Where the demonstration publishes.
struct Endpoints
{
    std::string kafka; ///< bootstrap servers
    std::string market; ///< a PUB socket
    std::string telemetry; ///< a PUSH socket
};

/// Writes `folder`/config: sources with these addresses, a dashboard and two alert rules, as files a
/// user can copy. What an earlier demonstration left there is replaced; its index is removed too, for
/// its positions are those of a broker that is gone. A folder that holds other things than a
/// demonstration is refused (Denied), so that no index of a user can be lost.
Result<Done> writeDemoFiles(const std::filesystem::path& folder, const Endpoints& endpoints);

} // namespace weir::demo
