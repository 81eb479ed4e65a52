// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace weir {

/// `weir://event/SEQ`: an event of this index.
struct EventLink
{
    EventSeq seq{};
    friend bool operator==(const EventLink&, const EventLink&) = default;
};

/// `weir://kafka/CLUSTER/TOPIC/PARTITION/OFFSET`: a message, in whatever index it is. Of one with
/// many records the first.
struct KafkaLink
{
    std::string cluster; ///< its id
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    friend bool operator==(const KafkaLink&, const KafkaLink&) = default;
};

/// `weir://alert/NAME`: an alert rule.
struct AlertLink
{
    std::string name;
    friend bool operator==(const AlertLink&, const AlertLink&) = default;
};

using Permalink = std::variant<EventLink, KafkaLink, AlertLink>;

/// Nothing when the text is no whole link of one of the three kinds. What RFC 3986 does not allow in a
/// segment stands as %XX.
std::optional<Permalink> parsePermalink(std::string_view text);
std::string permalinkText(const Permalink& link);

} // namespace weir
