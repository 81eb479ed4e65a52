// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/withoutsecrets.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace weir {

namespace {

constexpr std::string_view mark = "***";
constexpr std::size_t shortestSecret = 3;

void hide(std::string& text, std::string_view secret)
{
    for (std::size_t at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + mark.size()))
        text.replace(at, secret.size(), mark);
}

/// From the line that opens a block to the one that closes it, or to the end of the text.
void hidePem(std::string& text)
{
    constexpr std::string_view begin = "-----BEGIN ";
    constexpr std::string_view end = "-----END ";
    constexpr std::string_view dashes = "-----";
    for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
        std::size_t stop = text.find(end, at);
        if (stop != std::string::npos)
            stop = text.find(dashes, stop + end.size());
        const std::size_t size = stop == std::string::npos ? text.size() - at
                                                           : stop + dashes.size() - at;
        text.replace(at, size, mark);
        at += mark.size();
    }
}

/// What stands between `//` and the last `@` before the path.
void hideUserInformation(std::string& text)
{
    for (std::size_t at = text.find("//"); at != std::string::npos; at = text.find("//", at)) {
        at += 2;
        const std::size_t stop = std::min(text.find_first_of("/?# \t\r\n\"'<>", at), text.size());
        const std::size_t sign = text.rfind('@', stop);
        if (sign == std::string::npos || sign < at || sign >= stop)
            continue;
        text.replace(at, sign - at, mark);
    }
}

} // namespace

std::string withoutSecrets(std::string text, std::span<const std::string> secrets)
{
    // The longest first: one may be part of another.
    std::vector<std::string_view> known;
    for (const std::string& secret : secrets) {
        if (secret.size() >= shortestSecret)
            known.emplace_back(secret);
    }
    std::ranges::sort(known, std::ranges::greater(), &std::string_view::size);
    for (const std::string_view secret : known)
        hide(text, secret);
    hidePem(text);
    hideUserInformation(text);
    return text;
}

} // namespace weir
