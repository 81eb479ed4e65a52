// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/levelword.h"

#include <algorithm>

namespace weir {

std::optional<Severity> takeLevelWord(Scan& scan)
{
    const std::string_view text = scan.rest();
    std::size_t size = 0;
    while (size < text.size() && text[size] >= 'A' && text[size] <= 'Z')
        ++size;
    if (size < 3)
        return std::nullopt;
    const auto severity = parseSeverityWord(text.substr(0, size));
    if (severity)
        scan.skip(size);
    return severity;
}

bool isLoggerName(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '.'
            || c == '_' || c == '$' || c == '-' || c == '/' || c == '[' || c == ']' || c == '<'
            || c == '>';
    });
}

} // namespace weir
