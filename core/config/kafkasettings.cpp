// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/kafkasettings.h"

#include "core/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

enum class Kind { Number, Truth, Text };

struct AllowedSetting
{
    std::string_view key;
    Kind kind;
};

constexpr std::array allowedSettings{
    AllowedSetting{"broker.address.family", Kind::Text},
    AllowedSetting{"broker.address.ttl", Kind::Number},
    AllowedSetting{"client.id", Kind::Text},
    AllowedSetting{"client.rack", Kind::Text},
    AllowedSetting{"connections.max.idle.ms", Kind::Number},
    AllowedSetting{"fetch.error.backoff.ms", Kind::Number},
    AllowedSetting{"fetch.max.bytes", Kind::Number},
    AllowedSetting{"fetch.message.max.bytes", Kind::Number},
    AllowedSetting{"fetch.min.bytes", Kind::Number},
    AllowedSetting{"fetch.wait.max.ms", Kind::Number},
    AllowedSetting{"heartbeat.interval.ms", Kind::Number},
    AllowedSetting{"max.partition.fetch.bytes", Kind::Number},
    AllowedSetting{"metadata.max.age.ms", Kind::Number},
    AllowedSetting{"queued.max.messages.kbytes", Kind::Number},
    AllowedSetting{"queued.min.messages", Kind::Number},
    AllowedSetting{"receive.message.max.bytes", Kind::Number},
    AllowedSetting{"reconnect.backoff.max.ms", Kind::Number},
    AllowedSetting{"reconnect.backoff.ms", Kind::Number},
    AllowedSetting{"sasl.kerberos.service.name", Kind::Text},
    AllowedSetting{"session.timeout.ms", Kind::Number},
    AllowedSetting{"socket.connection.setup.timeout.ms", Kind::Number},
    AllowedSetting{"socket.keepalive.enable", Kind::Truth},
    AllowedSetting{"socket.nagle.disable", Kind::Truth},
    AllowedSetting{"socket.receive.buffer.bytes", Kind::Number},
    AllowedSetting{"socket.send.buffer.bytes", Kind::Number},
    AllowedSetting{"socket.timeout.ms", Kind::Number},
    AllowedSetting{"ssl.cipher.suites", Kind::Text},
    AllowedSetting{"ssl.crl.location", Kind::Text},
    AllowedSetting{"ssl.curves.list", Kind::Text},
    AllowedSetting{"ssl.sigalgs.list", Kind::Text},
    AllowedSetting{"topic.metadata.refresh.interval.ms", Kind::Number},
};

std::string_view nearestAllowed(std::string_view key)
{
    return std::ranges::min_element(allowedSettings, {}, [key](const AllowedSetting& setting) {
               return editDistance(key, setting.key);
           })->key;
}

bool isNumber(std::string_view value)
{
    return !value.empty() && value.size() <= 10
        && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::string faultOfKafkaSetting(std::string_view key, std::string_view value)
{
    const auto found = std::ranges::find(allowedSettings, key, &AllowedSetting::key);
    if (found == allowedSettings.end())
        return fmt::format("the setting '{}' is not allowed here; the nearest that is: '{}'", key,
                           nearestAllowed(key));
    if (found->kind == Kind::Number && !isNumber(value))
        return fmt::format("the setting '{}' must be a whole number such as \"1000\"", key);
    if (found->kind == Kind::Truth && value != "true" && value != "false")
        return fmt::format("the setting '{}' must be \"true\" or \"false\"", key);
    return {};
}

} // namespace weir
