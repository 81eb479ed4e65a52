// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace weir {

/// `INDEX/collector.json`: which collector writes this index and where it listens.
/// May be left over from one that was killed: who connects finds out.
struct CollectorInfo
{
    std::int64_t pid = 0;
    std::string socket; ///< path of a local socket
    std::string version;

    static constexpr const char* fileName = "collector.json";

    std::string toJson() const;
    static Result<CollectorInfo> fromJson(std::string_view json);
    /// NotFound when no collector has ever run on this index or the last one ended cleanly.
    static Result<CollectorInfo> read(const std::filesystem::path& index);
};

} // namespace weir
