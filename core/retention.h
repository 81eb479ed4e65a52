// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace weir {

/// How long events are kept, and how many bytes of them; nothing is no limit. What comes first
/// counts.
struct Retention
{
    std::optional<Nanoseconds> age; ///< since they were received
    std::optional<std::uint64_t> bytes;

    friend bool operator==(const Retention&, const Retention&) = default;
};

/// What an index keeps. The bytes of the index are a limit for all of it; its age is that of every
/// source without a retention of its own.
struct RetentionPolicy
{
    Retention index;
    std::map<std::string, Retention> sources; ///< those that have their own, by name

    std::optional<Nanoseconds> ageOf(const std::string& source) const;
    /// What is older is kept by no source; nothing when one keeps its events for ever.
    std::optional<Nanoseconds> longestAge() const;

    friend bool operator==(const RetentionPolicy&, const RetentionPolicy&) = default;
};

} // namespace weir
