// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/kafkahosts.h"

#include <algorithm>

namespace weir {

namespace {

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

/// Of `[::1]:9092`, `host:9092`, `host`, with or without `scheme://`.
std::string_view hostOf(std::string_view broker)
{
    if (const std::size_t scheme = broker.find("://"); scheme != std::string_view::npos)
        broker.remove_prefix(scheme + 3);
    if (broker.starts_with('['))
        return broker.substr(1, broker.find(']') - 1);
    const std::size_t colon = broker.rfind(':');
    const bool hasPort = colon != std::string_view::npos && broker.find(':') == colon;
    return hasPort ? broker.substr(0, colon) : broker;
}

/// `127.1.2.3`; `127.evil.example` is a name.
bool isLoopbackAddress(std::string_view host)
{
    return host.starts_with("127.") && std::ranges::all_of(host, [](char c) {
               return c == '.' || (c >= '0' && c <= '9');
           });
}

} // namespace

std::string hostBeyondLoopback(std::string_view brokers)
{
    while (!brokers.empty()) {
        const std::size_t comma = brokers.find(',');
        const std::string_view host = hostOf(trimmed(brokers.substr(0, comma)));
        if (!host.empty() && host != "localhost" && host != "::1" && !isLoopbackAddress(host))
            return std::string(host);
        brokers.remove_prefix(comma == std::string_view::npos ? brokers.size() : comma + 1);
    }
    return {};
}

} // namespace weir
