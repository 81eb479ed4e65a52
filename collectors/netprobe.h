// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A place on the network.
struct HostPort
{
    std::string host;
    std::string port;

    std::string text() const { return host + ":" + port; }
    friend bool operator==(const HostPort&, const HostPort&) = default;
};

/// `host`, `host:port`, `[::1]:port`, `tcp://host:port`.
HostPort parseHostPort(std::string_view text, std::string_view defaultPort);

/// Addresses of a host, as the system gives them. The error's `detail` is a sentence. May wait for as
/// long as the system's resolver does.
Result<std::vector<std::string>> resolveHost(const HostPort& place);

/// Opens a connection and closes it again. The error's `detail` is a sentence.
Result<Done> tryConnection(const HostPort& place, std::chrono::steady_clock::time_point deadline);

/// The same for a socket of this machine.
Result<Done> tryLocalSocket(const std::string& path);

} // namespace weir
