// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/accesstoken.h"

#include <simdjson.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t longestToken = std::size_t{64} << 10;
/// The year 2200: a later end is none, and would not fit into nanoseconds.
constexpr std::int64_t latestSecond = 7'258'118'400;

int digitOf(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '-')
        return 62;
    return c == '_' ? 63 : -1;
}

/// Base64url (RFC 4648 §5) without padding; empty when it is not that.
std::string decodedBase64Url(std::string_view text)
{
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int digit = digitOf(c);
        if (digit < 0)
            return {};
        bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xffffff;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xff);
        }
    }
    return bytes;
}

std::string_view claimsOf(std::string_view token)
{
    const std::size_t first = token.find('.');
    if (first == std::string_view::npos)
        return {};
    const std::size_t second = token.find('.', first + 1);
    if (second == std::string_view::npos)
        return {};
    return token.substr(first + 1, second - first - 1);
}

} // namespace

AccessTokenFacts factsOfToken(std::string_view token)
{
    AccessTokenFacts facts;
    const simdjson::padded_string json(decodedBase64Url(claimsOf(token)));
    simdjson::dom::parser parser;
    simdjson::dom::object claims;
    if (parser.parse(json).get(claims))
        return facts;
    std::string_view subject;
    if (!claims["sub"].get(subject))
        facts.subject = subject;
    double seconds = 0; // some issuers write fractions
    if (!claims["exp"].get(seconds) && seconds > 0 && seconds < static_cast<double>(latestSecond))
        facts.expires = TimePoint{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
    return facts;
}

std::string faultOfToken(std::string_view token)
{
    if (token.empty())
        return "it is empty";
    if (token.size() > longestToken)
        return "it is longer than 64 KiB";
    const bool isPrintable = std::ranges::all_of(token, [](char c) { return c > ' ' && c <= '~'; });
    return isPrintable ? std::string() : "it holds a character that no token can have";
}

} // namespace weir
