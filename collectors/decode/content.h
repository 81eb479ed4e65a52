// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"

#include <optional>
#include <span>
#include <string_view>

namespace weir {

/// A header of a message, such as Kafka's `content-type`.
struct MessageHeader
{
    std::string_view name;
    std::string_view value;
};

/// One message as it came from the wire. The views are valid while it is decoded.
struct RawMessage
{
    std::string_view payload;
    /// The broker's timestamp, used when the payload has no time of its own.
    std::optional<TimePoint> wireTime = {};
    /// Kafka's and ZeroMQ's topic, a file's path: what messages of one format have in common.
    std::string_view topic = {};
    std::string_view key = {};
    std::span<const MessageHeader> headers = {};
};

/// What a format reads: the bytes of a message, unpacked where they came compressed.
struct Content
{
    /// How many readable bytes follow `bytes` in the arena.
    static constexpr std::size_t padding = 64;

    std::string_view bytes; ///< outside of the arena, so valid until decode() returns
    ArenaRef place; ///< the same bytes in the arena of the batch
    const RawMessage& message; ///< topic, headers, time; its payload may be the compressed one
    TimePoint received; ///< what a time without a year is near to

    /// The reference of a part of `bytes`: costs no copy.
    ArenaRef piece(std::string_view part) const
    {
        return {place.offset + static_cast<std::uint32_t>(part.data() - bytes.data()),
                static_cast<std::uint32_t>(part.size())};
    }

    /// The value of a header by its name in lower case, compared without case; empty: none.
    std::string_view header(std::string_view lowerName) const;
};

} // namespace weir
