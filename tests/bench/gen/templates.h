// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace weir::bench {

/// Which HTTP status an event may carry.
enum class StatusClass : std::uint8_t { Ok, Client, Server, None };

/// One kind of message. Placeholders in the text: %i a number below 100,000, %n below 1,000,
/// %m milliseconds (1 to 30,000), %b bytes, %q a UUID, %a an address, %p a port, %u u and digits,
/// %N a user's name, %s a service, %k twelve hex digits, a dash and a number, %d seconds.
struct Template
{
    std::string_view level;
    std::uint32_t weight; ///< relative frequency; 0: planted by rate alone
    StatusClass status;
    std::string_view text;
};

extern const std::array<Template, 40> templates;
extern const std::array<std::string_view, 12> services;
extern const std::array<std::string_view, 48> users;

// Rows of `templates` that needles are planted with.
inline constexpr std::size_t sessionOpened = 3;
inline constexpr std::size_t timeoutForUser = 26;
inline constexpr std::size_t connectionRefused = 32;
inline constexpr std::size_t deadlineExceeded = 33;

} // namespace weir::bench
