// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/jsonkeys.h"

#include <algorithm>
#include <cstdint>

namespace weir {

namespace {

constexpr std::size_t looked = std::size_t{64} << 10;

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

/// Calls `take` with each name at the top until it says false.
template<typename Take>
void eachTopKey(std::string_view json, Take take)
{
    json = json.substr(0, looked);
    int depth = 0;
    for (std::size_t at = 0; at < json.size();) {
        const char c = json[at];
        if (c == '"') {
            const std::string_view text = takeString(json, at);
            if (depth == 1 && isColonNext(json, at) && !take(text))
                return;
            continue;
        }
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        ++at;
    }
}

} // namespace

bool hasTopKeys(std::string_view json, std::span<const std::string_view> names)
{
    std::uint32_t found = 0;
    const std::uint32_t all = (1U << names.size()) - 1;
    eachTopKey(json, [&](std::string_view key) {
        const auto name = std::ranges::find(names, key);
        if (name != names.end())
            found |= 1U << (name - names.begin());
        return found != all;
    });
    return found == all;
}

bool hasOnlyTopKeys(std::string_view json, std::span<const std::string_view> names)
{
    bool isOnly = true;
    eachTopKey(json, [&](std::string_view key) {
        isOnly = std::ranges::find(names, key) != names.end();
        return isOnly;
    });
    return isOnly && hasTopKeys(json, names);
}

} // namespace weir
