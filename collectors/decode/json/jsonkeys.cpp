// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/jsonkeys.h"

#include <algorithm>
#include <cstdint>

namespace weir {

namespace {

constexpr std::size_t looked = std::size_t{64} << 10;
constexpr std::size_t mostNames = 32;

/// What stands between the quotes that begin at `at`; `at` is behind them afterwards.
std::string_view takeString(std::string_view json, std::size_t& at)
{
    const std::size_t begin = ++at;
    while (at < json.size() && json[at] != '"')
        at += json[at] == '\\' ? 2U : 1U;
    const std::size_t end = std::min(at, json.size());
    ++at;
    return json.substr(begin, end - begin);
}

/// Whether a colon comes next: then the string before it was a name.
bool isColonNext(std::string_view json, std::size_t at)
{
    at = json.find_first_not_of(" \t\r\n", at);
    return at != std::string_view::npos && json[at] == ':';
}

} // namespace

bool hasTopKeys(std::string_view json, std::span<const std::string_view> names)
{
    json = json.substr(0, looked);
    const std::uint32_t all = names.size() < mostNames ? (1U << names.size()) - 1 : ~0U;
    std::uint32_t found = 0;
    int depth = 0;
    for (std::size_t at = 0; at < json.size() && found != all;) {
        const char c = json[at];
        if (c == '"') {
            const std::string_view text = takeString(json, at);
            const auto name = std::ranges::find(names, text);
            if (depth == 1 && name != names.end() && isColonNext(json, at))
                found |= 1U << (name - names.begin());
            continue;
        }
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        ++at;
    }
    return found == all;
}

} // namespace weir
