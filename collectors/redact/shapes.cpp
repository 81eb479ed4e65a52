// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/redact/shapes.h"

#include "collectors/redact/namedvalue.h"
#include "collectors/redact/chars.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace weir {

namespace {

using chars::isAlnum;
using chars::isBase64Url;
using chars::isDigit;
using chars::isHex;
using chars::isLetter;
using Match = std::optional<ShapeMatch>;

constexpr std::array<std::string_view, shapeCount> names{"email", "card",     "jwt", "token",
                                                         "key",   "password", "ip"};

bool isLocalPart(char c)
{
    return isAlnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'
        || static_cast<unsigned char>(c) >= 0x80;
}

bool isDomainPart(char c)
{
    return isAlnum(c) || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

Match matchEmail(std::string_view text, std::size_t at, std::size_t floor)
{
    constexpr std::size_t longest = 255;
    std::size_t from = at;
    while (from > floor && at - from < longest && isLocalPart(text[from - 1]))
        --from;
    while (from < at && text[from] == '.')
        ++from;
    std::size_t to = at + 1;
    while (to < text.size() && to - at < longest && isDomainPart(text[to]))
        ++to;
    while (to > at + 1 && (text[to - 1] == '.' || text[to - 1] == '-'))
        --to;
    const std::string_view domain = text.substr(at + 1, to - at - 1);
    const std::size_t dot = domain.rfind('.');
    if (from == at || dot == std::string_view::npos || dot == 0)
        return std::nullopt;
    const std::string_view top = domain.substr(dot + 1);
    const bool isName = top.size() >= 2
        && std::all_of(top.begin(), top.end(), [](char c) {
               return isLetter(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80
                   || isDigit(c);
           })
        && !isDigit(top[0]);
    return isName ? Match({from, to, Shape::Email}) : std::nullopt;
}

/// `scheme://user:PASSWORD@host`
Match matchUrlPassword(std::string_view text, std::size_t at, std::size_t floor)
{
    constexpr std::size_t longest = 256;
    std::size_t from = at;
    std::size_t colon = 0;
    while (from > floor && at - from < longest && text[from - 1] > ' ' && text[from - 1] != '"') {
        --from;
        if (text[from] != ':')
            continue;
        if (text.substr(from).starts_with("://"))
            return colon > 0 && colon + 1 < at ? Match({colon + 1, at, Shape::Password})
                                               : std::nullopt;
        colon = from;
    }
    return std::nullopt;
}

Match matchJwt(std::string_view text, std::size_t at, std::size_t floor)
{
    constexpr std::size_t shortest = 8;
    if (!text.substr(at + 1).starts_with("eyJ"))
        return std::nullopt;
    std::size_t from = at;
    while (from > floor && isBase64Url(text[from - 1]))
        --from;
    const std::size_t second = chars::endOf(text, at + 1, isBase64Url);
    if (!text.substr(from).starts_with("eyJ") || at - from < shortest || second - at < shortest
        || second >= text.size() || text[second] != '.')
        return std::nullopt;
    return ShapeMatch{from, chars::endOf(text, second + 1, isBase64Url), Shape::Jwt};
}

/// Four numbers up to 255; `at` is the first dot.
Match matchIpv4(std::string_view text, std::size_t at, std::size_t floor)
{
    std::size_t from = at;
    while (from > floor && isDigit(text[from - 1]))
        --from;
    if (from > 0 && (isAlnum(text[from - 1]) || text[from - 1] == '.' || text[from - 1] == '_'
                     || text[from - 1] == '-'))
        return std::nullopt;
    std::size_t to = from;
    for (int part = 0; part < 4; ++part) {
        if (part > 0 && (to >= text.size() || text[to++] != '.'))
            return std::nullopt;
        const std::size_t end = std::min(chars::endOf(text, to, isDigit), to + 4);
        unsigned value = 256;
        std::from_chars(text.data() + to, text.data() + end, value);
        if (end == to || end - to > 3 || value > 255 || (end - to > 1 && text[to] == '0'))
            return std::nullopt;
        to = end;
    }
    if (to < text.size() && (isAlnum(text[to]) || text[to] == '_' || text[to] == '-'))
        return std::nullopt;
    if (to + 1 < text.size() && text[to] == '.' && isDigit(text[to + 1]))
        return std::nullopt;
    // `Chrome/120.0.0.0` is a version.
    const bool isVersion = from > 1 && text[from - 1] == '/' && isLetter(text[from - 2])
        && text.substr(from, to - from).ends_with(".0.0.0");
    return isVersion ? std::nullopt : Match({from, to, Shape::Ip});
}

/// Up to eight groups of hexadecimal digits, with one `::` or all eight; `at` is one of its colons.
Match matchIpv6(std::string_view text, std::size_t at, std::size_t floor)
{
    constexpr std::size_t longest = 39;
    const auto isPart = [](char c) { return isHex(c) || c == ':'; };
    std::size_t from = at;
    while (from > floor && at - from <= longest && isPart(text[from - 1]))
        --from;
    const std::size_t to = chars::endOf(text, at, isPart);
    if (to - from > longest || to - from < 3 || (from > 0 && isAlnum(text[from - 1]))
        || (to < text.size() && isAlnum(text[to])))
        return std::nullopt;
    const std::string_view found = text.substr(from, to - from);
    int groups = 0;
    std::size_t length = 0;
    bool hasDigit = false;
    for (const char c : found) {
        length = c == ':' ? 0 : length + 1;
        groups += length == 1 ? 1 : 0;
        hasDigit = hasDigit || isDigit(c);
        if (length > 4)
            return std::nullopt;
    }
    const std::size_t gap = found.find("::");
    const bool hasGap = gap != std::string_view::npos;
    const bool isOnce = hasGap && found.find("::", gap + 1) == std::string_view::npos;
    const bool fits = hasGap ? isOnce && groups <= 7 && hasDigit : groups == 8;
    if (!fits || (!hasGap && (found.front() == ':' || found.back() == ':'))
        || (hasGap && found.back() == ':' && !found.ends_with("::")))
        return std::nullopt;
    return ShapeMatch{from, to, Shape::Ip};
}

/// First digits and lengths as issuers have them.
bool isIssued(std::string_view digits)
{
    const auto begin = [&](std::size_t count) {
        int value = 0;
        std::from_chars(digits.data(), digits.data() + count, value);
        return value;
    };
    const std::size_t n = digits.size();
    const int two = begin(2);
    const int four = begin(4);
    if (digits[0] == '4')
        return n == 13 || n == 16 || n == 19;
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))
        return n == 16;
    if (two == 34 || two == 37)
        return n == 15;
    if (two == 36 || two == 38 || two == 39 || (begin(3) >= 300 && begin(3) <= 305))
        return n == 14;
    if (four >= 3528 && four <= 3589)
        return n >= 16;
    return n >= 16 && (four == 6011 || two == 62 || two == 65 || (begin(3) >= 644 && begin(3) <= 649));
}

/// `at` is the first digit.
Match matchCard(std::string_view text, std::size_t at)
{
    const char second = at + 1 < text.size() ? text[at + 1] : '\0';
    if (text[at] == '2' && (second < '2' || second > '7'))
        return std::nullopt; // mostly a year
    if (at > 0) {
        const char before = text[at - 1];
        if (isAlnum(before) || before == '_' || before == '.'
            || (before == '-' && at > 1 && isAlnum(text[at - 2])))
            return std::nullopt;
    }
    std::array<char, 20> digits{};
    std::size_t count = 0;
    std::size_t groups = 0;
    std::size_t to = at;
    char separator = 0;
    for (;;) {
        const std::size_t end = chars::endOf(text, to, isDigit);
        const std::size_t length = end - to;
        if (count + length >= digits.size())
            return std::nullopt;
        std::copy(text.begin() + static_cast<std::ptrdiff_t>(to),
                  text.begin() + static_cast<std::ptrdiff_t>(end), digits.begin() + count);
        count += length;
        ++groups;
        to = end;
        const bool goesOn = to + 1 < text.size() && (text[to] == ' ' || text[to] == '-')
            && (separator == 0 || text[to] == separator) && isDigit(text[to + 1]);
        if (!goesOn || length > 6)
            break;
        // Groups are of four, but for American Express's 4-6-5 and Diners' 4-6-4.
        if (length != 4 && !(groups == 2 && length == 6))
            break;
        if (count >= 16)
            break; // what follows is another number
        separator = text[to++];
    }
    const std::string_view found(digits.data(), count);
    if (count < 13 || (to < text.size() && (isAlnum(text[to]) || text[to] == '_'))
        || !isIssued(found) || !hasLuhnDigit(found))
        return std::nullopt;
    return ShapeMatch{at, to, Shape::Card};
}

/// What stands at `from` and is a secret by its first letters.
struct Prefix
{
    std::string_view text;
    std::size_t shortest; ///< of what follows
    Shape shape;
};

constexpr std::array prefixes{
    Prefix{"ghp_", 36, Shape::Token},        Prefix{"gho_", 36, Shape::Token},
    Prefix{"ghu_", 36, Shape::Token},        Prefix{"ghs_", 36, Shape::Token},
    Prefix{"ghr_", 36, Shape::Token},        Prefix{"github_pat_", 22, Shape::Token},
    Prefix{"glpat-", 20, Shape::Token},      Prefix{"xoxb-", 10, Shape::Token},
    Prefix{"xoxp-", 10, Shape::Token},       Prefix{"xoxa-", 10, Shape::Token},
    Prefix{"xoxr-", 10, Shape::Token},       Prefix{"xoxs-", 10, Shape::Token},
    Prefix{"sk_live_", 16, Shape::Token},    Prefix{"sk_test_", 16, Shape::Token},
    Prefix{"rk_live_", 16, Shape::Token},    Prefix{"rk_test_", 16, Shape::Token},
    Prefix{"pk_live_", 16, Shape::Token},    Prefix{"npm_", 36, Shape::Token},
    Prefix{"hf_", 30, Shape::Token},         Prefix{"sk-", 20, Shape::Key},
    Prefix{"AKIA", 16, Shape::Key},          Prefix{"ASIA", 16, Shape::Key},
    Prefix{"AIza", 35, Shape::Key},
};

Match matchPrefix(std::string_view text, std::size_t at, std::size_t floor, ShapeSet shapes)
{
    // The byte is in the prefix: its first `_` or `-`, or its first letter `A`.
    for (const Prefix& prefix : prefixes) {
        const std::size_t mark = prefix.text.find(text[at]);
        if (!shapes.has(prefix.shape) || mark == std::string_view::npos || mark > at - floor)
            continue;
        const std::size_t from = at - mark;
        if (!text.substr(from).starts_with(prefix.text)
            || (from > 0 && (isAlnum(text[from - 1]) || text[from - 1] == '_')))
            continue;
        const std::size_t rest = from + prefix.text.size();
        const std::size_t to = chars::endOf(text, rest, isBase64Url);
        const bool isUpper = prefix.text.starts_with("A") && prefix.text.ends_with("A");
        const std::string_view value = text.substr(rest, to - rest);
        if (value.size() < prefix.shortest || (isUpper && value.size() != prefix.shortest)
            || (isUpper && std::any_of(value.begin(), value.end(), chars::isLower))
            || std::none_of(value.begin(), value.end(), isDigit))
            continue;
        return ShapeMatch{from, to, prefix.shape};
    }
    return std::nullopt;
}

/// `-----BEGIN … PRIVATE KEY-----` to its end; one without an end to the end of the text.
Match matchPem(std::string_view text, std::size_t at)
{
    constexpr std::string_view begin = "-----BEGIN ";
    constexpr std::string_view kind = "PRIVATE KEY-----";
    constexpr std::size_t longestKind = 40;
    if (!text.substr(at).starts_with(begin))
        return std::nullopt;
    const std::size_t found = text.substr(at, longestKind + kind.size()).find(kind);
    if (found == std::string_view::npos)
        return std::nullopt;
    const std::size_t end = text.find("-----END ", at + found);
    const std::size_t last = end == std::string_view::npos ? end : text.find("-----", end + 9);
    if (last != std::string_view::npos)
        return ShapeMatch{at, last + 5, Shape::Key};
    // Cut off: not over the end of the string it is in.
    return ShapeMatch{at, std::min(text.find('"', at), text.size()), Shape::Key};
}

} // namespace

std::string_view nameOf(Shape shape)
{
    return names.at(static_cast<std::size_t>(shape));
}

std::optional<Shape> shapeOf(std::string_view name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<Shape>(found - names.begin());
}

bool hasLuhnDigit(std::string_view digits)
{
    int sum = 0;
    bool isDoubled = false;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        const int value = (*digit - '0') * (isDoubled ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
        isDoubled = !isDoubled;
    }
    return sum % 10 == 0;
}

std::optional<ShapeMatch> matchAt(std::string_view text, std::size_t at, std::size_t floor,
                                  ShapeSet shapes)
{
    const char mark = text[at];
    Match match;
    if (mark == '@') {
        if (shapes.has(Shape::Password))
            match = matchUrlPassword(text, at, floor);
        if (!match && shapes.has(Shape::Email))
            match = matchEmail(text, at, floor);
    } else if (mark == '.') {
        const bool isNumber = at > floor && at + 1 < text.size() && isDigit(text[at - 1])
            && isDigit(text[at + 1]);
        if (isNumber && shapes.has(Shape::Ip))
            match = matchIpv4(text, at, floor);
        else if (!isNumber && shapes.has(Shape::Jwt))
            match = matchJwt(text, at, floor);
    } else if (mark == ':' || mark == '=') {
        match = matchNamedValue(text, at, floor, shapes);
        if (!match && mark == ':' && shapes.has(Shape::Ip) && at + 1 < text.size()
            && (text[at + 1] == ':' || (isHex(text[at + 1]) && at > 0 && isHex(text[at - 1]))))
            match = matchIpv6(text, at, floor);
    } else if (isDigit(mark)) {
        if (shapes.has(Shape::Card))
            match = matchCard(text, at);
    } else if (mark == '-' && text.substr(at).starts_with("-----")) {
        if (shapes.has(Shape::Key))
            match = matchPem(text, at);
    } else
        match = matchPrefix(text, at, floor, shapes);
    return match && match->from >= floor ? match : std::nullopt;
}

} // namespace weir
