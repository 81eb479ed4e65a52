// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace weir {

std::optional<KafkaStart> parseKafkaStart(std::string_view text)
{
    KafkaStart start;
    if (text == "earliest")
        start.kind = KafkaStart::Kind::Earliest;
    else if (text == "latest")
        start.kind = KafkaStart::Kind::Latest;
    else if (const auto ago =
                 text.starts_with('-') ? parseDuration(text.substr(1)) : std::nullopt) {
        start.kind = KafkaStart::Kind::Ago;
        start.ago = *ago;
    } else if (const auto time = text == "now" ? std::nullopt : parseTimeExpression(text, {})) {
        start.kind = KafkaStart::Kind::Time;
        start.time = *time;
    } else
        return std::nullopt;
    return start;
}

std::string faultOfTopic(const std::string& topic)
{
    if (topic.empty())
        return "a topic must have a name";
    if (!topic.starts_with('^'))
        return {};
    const RE2 pattern(topic, RE2::Quiet);
    return pattern.ok() ? std::string()
                        : fmt::format("'{}' is no regular expression: {}", topic, pattern.error());
}

std::string faultOfEndpoint(std::string_view endpoint, bool isBind)
{
    constexpr std::string_view tcp = "tcp://";
    constexpr std::string_view ipc = "ipc://";
    if (endpoint.starts_with(ipc))
        return endpoint.size() > ipc.size() ? std::string()
                                            : fmt::format("'{}' names no path", endpoint);
    if (!endpoint.starts_with(tcp))
        return fmt::format("'{}' is no endpoint; write tcp://HOST:PORT or ipc://PATH", endpoint);
    const std::string_view address = endpoint.substr(tcp.size());
    const std::size_t colon = address.rfind(':');
    const std::string_view port =
        colon == std::string_view::npos ? std::string_view() : address.substr(colon + 1);
    const bool isNumber = !port.empty() && port.size() <= 5
        && std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; })
        && std::stoi(std::string(port)) <= 65535;
    if (colon == 0 || !(isNumber || (isBind && port == "*")))
        return fmt::format("'{}' needs a host and a port: tcp://HOST:PORT", endpoint);
    if (!isBind && address.substr(0, colon) == "*")
        return fmt::format("'{}': nothing can connect to every address; use 'bind'", endpoint);
    return {};
}

bool isOfThisMachine(std::string_view endpoint)
{
    constexpr std::string_view tcp = "tcp://";
    if (!endpoint.starts_with(tcp))
        return true;
    const std::string_view address = endpoint.substr(tcp.size());
    return address.starts_with("127.") || address.starts_with("localhost:")
        || address.starts_with("[::1]:") || address.starts_with("lo:");
}

} // namespace weir
