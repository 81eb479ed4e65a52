// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/httpaccess.h"

#include "core/severity.h"

#include <algorithm>

namespace weir {

namespace {

bool isMethod(std::string_view word)
{
    return !word.empty() && word.front() != '-' && std::ranges::all_of(word, [](char c) {
        return (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    });
}

} // namespace

bool takeQuoted(Scan& scan, std::string_view& text)
{
    const std::string_view rest = scan.rest();
    if (rest.empty() || rest.front() != '"')
        return false;
    for (std::size_t i = 1; i < rest.size() && rest[i] != '\n'; ++i) {
        if (rest[i] == '\\') {
            ++i;
        } else if (rest[i] == '"') {
            text = rest.substr(1, i - 1);
            scan.skip(i + 1);
            return true;
        }
    }
    return false;
}

std::string_view orNothing(std::string_view part)
{
    return part == "-" ? std::string_view() : part;
}

void writeRequest(std::string_view request, LineEvent& event)
{
    const std::size_t first = request.find(' ');
    if (first == std::string_view::npos || !isMethod(request.substr(0, first)))
        return;
    const std::size_t last = request.rfind(' ');
    const bool hasProtocol = last > first && request.substr(last + 1).starts_with("HTTP/");
    event.text("method", request.substr(0, first));
    event.text("path",
               request.substr(first + 1, hasProtocol ? last - first - 1 : std::string_view::npos));
    if (hasProtocol)
        event.text("protocol", request.substr(last + 1));
}

bool writeStatus(std::string_view status, LineEvent& event)
{
    if (status.size() != 3 || !std::ranges::all_of(status, isDigit))
        return false;
    event.typed("status", status);
    event.severity(status.front() == '5'       ? Severity::Error
                       : status.front() == '4' ? Severity::Warn
                                               : Severity::Info);
    return true;
}

} // namespace weir
