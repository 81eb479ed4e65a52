// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/names.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isNameStart(char c)
{
    return isLetter(c) || c == '_' || c == '@';
}

bool isNamePart(char c)
{
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

} // namespace

std::size_t nameLength(std::string_view text)
{
    if (text.empty() || !isNameStart(text.front()))
        return 0;
    const auto end = std::find_if_not(text.begin(), text.end(), isNamePart);
    return static_cast<std::size_t>(end - text.begin());
}

std::string canonicalName(std::string_view name)
{
    if (name == "level")
        return "severity";
    if (name == "service")
        return "service.name";
    if (name == "host")
        return "host.name";
    return std::string(name);
}

std::string_view labelName(std::string_view field)
{
    if (field == "service.name")
        return "service";
    if (field == "host.name")
        return "host";
    return field;
}

bool isTextName(std::string_view canonicalName)
{
    constexpr std::array<std::string_view, 6> names{"source",  "body",  "trace_id",
                                                    "span_id", "topic", "key"};
    return canonicalName.starts_with("header.")
        || std::find(names.begin(), names.end(), canonicalName) != names.end();
}

} // namespace weir
