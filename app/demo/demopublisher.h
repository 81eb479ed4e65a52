// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace weir::demo {

struct PublisherOptions
{
    std::filesystem::path folder; ///< gets config/; index/ beside it is the collector's
    std::uint64_t seed = 1;
    double speed = 1; ///< of the rates, which are about 2,500 messages a second in all
    std::optional<int> seconds; ///< none: until stopped
};

/// Opens the sockets, writes the configuration, prints `ready` on standard output and publishes until
/// `stop` is set or the time is over. Blocks. All sockets are on the loopback.
Result<Done> publishDemo(const PublisherOptions& options, const std::atomic<bool>& stop);

} // namespace weir::demo
