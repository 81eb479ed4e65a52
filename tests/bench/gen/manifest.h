// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace weir::bench {

/// What is searched for in generated events. Each occurs exactly as often as the manifest says.
namespace needles {
inline constexpr std::string_view rare = "deadline exceeded after 31259ms"; ///< %m ends at 30000
inline constexpr std::string_view middle = "ceeded after 31259m"; ///< the same, cut inside tokens
inline constexpr std::string_view absent = "ledger fence token revoked";
inline constexpr std::string_view common = "connection refused";
inline constexpr std::string_view trace = "c0ffee5eed0ddba11f00dfacade15bad";
inline constexpr std::string_view address = "203.0.113.77"; ///< %a is in 10/8 and 198.18/15
inline constexpr std::string_view regexLiteral = "timeout after [0-9]+ms for user u7[0-9]+";
inline constexpr std::string_view regexNoLiteral = "[a-z]+=[0-9a-f]{12}-[0-9]+";
} // namespace needles

/// The true answers about a run of generated events: what every needle query has to find.
struct Manifest
{
    std::uint64_t events = 0;
    std::uint64_t seed = 0;
    std::uint64_t jsonBytes = 0; ///< of the JSON lines with their newlines
    std::uint64_t textBytes = 0; ///< of the plain lines with their newlines
    std::uint64_t rare = 0; ///< of `middle` too
    std::uint64_t common = 0;
    std::uint64_t trace = 0;
    std::uint64_t address = 0;
    std::uint64_t regexLiteral = 0;
    std::uint64_t regexNoLiteral = 0;
    std::map<std::string_view, std::uint64_t> byService;
    std::map<std::string_view, std::uint64_t> byLevel;

    /// One JSON object; a user of the files needs nothing else to check his answers.
    std::string toJson() const;
};

} // namespace weir::bench
