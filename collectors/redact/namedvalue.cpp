// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/redact/namedvalue.h"

#include "collectors/redact/chars.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

struct Name
{
    std::string_view ending; ///< in lower case, without `_` and `-`
    Shape shape;
};

constexpr std::array secretNames{
    Name{"password", Shape::Password},   Name{"passwd", Shape::Password},
    Name{"pwd", Shape::Password},        Name{"passphrase", Shape::Password},
    Name{"secret", Shape::Password},     Name{"token", Shape::Token},
    Name{"authorization", Shape::Token}, Name{"apikey", Shape::Key},
    Name{"accesskey", Shape::Key},       Name{"secretkey", Shape::Key},
    Name{"privatekey", Shape::Key},      Name{"signingkey", Shape::Key},
    Name{"encryptionkey", Shape::Key},
};

constexpr std::size_t shortestToken = 8;

/// Whether the name that ends before `end` ends like this one, at a border: `db_password`,
/// `dbPassword`, `db.password`, but not `nopassword`.
bool endsWith(std::string_view text, std::size_t floor, std::size_t end, std::string_view ending)
{
    std::size_t at = end;
    for (auto letter = ending.rbegin(); letter != ending.rend(); ++letter) {
        while (at > floor && at < end && (text[at - 1] == '_' || text[at - 1] == '-'))
            --at;
        if (at <= floor || static_cast<char>(text[at - 1] | 0x20) != *letter)
            return false;
        --at;
    }
    if (at == floor || !chars::isAlnum(text[at - 1]))
        return true;
    return !chars::isLower(text[at]) && chars::isLower(text[at - 1]); // camelCase
}

std::optional<Shape> shapeOfName(std::string_view text, std::size_t floor, std::size_t end)
{
    if (end <= floor)
        return std::nullopt;
    const char last = static_cast<char>(text[end - 1] | 0x20);
    if (last != 'd' && last != 't' && last != 'e' && last != 'n' && last != 'y')
        return std::nullopt;
    for (const Name& name : secretNames) {
        if (last == name.ending.back() && endsWith(text, floor, end, name.ending))
            return name.shape;
    }
    return std::nullopt;
}

bool isBare(char c)
{
    return c > ' ' && c != '"' && c != '\'' && c != ',' && c != ';' && c != '&' && c != '\\'
        && c != '<' && c != '>' && c != '{' && c != '[' && c != '(' && c != ')' && c != ']'
        && c != '}' && c != 0x7F;
}

/// Somebody has taken the value out already: `***`, `...`, `xxxx`.
bool isMasked(std::string_view value)
{
    const bool isOneLetter = value.find_first_not_of(value[0]) == std::string_view::npos;
    return isOneLetter
        && (value[0] == '*' || (value.size() > 2 && (value[0] == '.' || (value[0] | 0x20) == 'x')));
}

bool isSecret(std::string_view value, Shape shape)
{
    if (value.empty() || value == "null" || value == "true" || value == "false" || value == "nil"
        || value == "None" || isMasked(value))
        return false;
    if (shape == Shape::Password)
        return true;
    return value.size() >= shortestToken
        && !std::all_of(value.begin(), value.end(),
                        [](char c) { return chars::isDigit(c) || c == '.'; });
}

/// Up to the quote that ends it; a quote behind a backslash belongs to it only where it began with a
/// bare one.
std::size_t endOfQuoted(std::string_view text, std::size_t from, char quote, bool isEscaped)
{
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '\n')
            return at;
        if (text[at] == quote)
            return at;
        if (text[at] != '\\')
            continue;
        if (isEscaped && at + 1 < text.size() && text[at + 1] == quote)
            return at;
        ++at;
    }
    return text.size();
}

std::string_view skipScheme(std::string_view value)
{
    for (const std::string_view scheme : {"Bearer ", "bearer ", "Basic ", "basic ", "Token ",
                                          "token "}) {
        if (value.starts_with(scheme))
            return value.substr(scheme.size());
    }
    return value;
}

} // namespace

std::optional<ShapeMatch> matchNamedValue(std::string_view text, std::size_t at, std::size_t floor,
                                          ShapeSet shapes)
{
    std::size_t nameEnd = at;
    while (nameEnd > floor && at - nameEnd < 4
           && (text[nameEnd - 1] == ' ' || text[nameEnd - 1] == '"' || text[nameEnd - 1] == '\''
               || text[nameEnd - 1] == '\\'))
        --nameEnd;
    const auto shape = shapeOfName(text, floor, nameEnd);
    if (!shape || !shapes.has(*shape))
        return std::nullopt;
    const bool isQuotedName = nameEnd != at && text.substr(nameEnd, at - nameEnd) != " ";
    std::size_t from = chars::endOf(text, at + 1, [](char c) { return c == ' '; });
    const bool isEscaped = from + 1 < text.size() && text[from] == '\\' && text[from + 1] == '"';
    from += isEscaped ? 1 : 0;
    std::size_t to = from;
    if (from < text.size() && (text[from] == '"' || text[from] == '\'')) {
        to = endOfQuoted(text, from + 1, text[from], isEscaped);
        ++from;
    } else {
        const std::string_view rest = text.substr(from);
        from += rest.size() - skipScheme(rest).size();
        to = chars::endOf(text, from, isBare);
        const bool isProse = text[at] == ':' && !isQuotedName && to + 1 < text.size()
            && text[to] == ' ' && from == at + 2 && *shape != Shape::Token;
        if (isProse)
            return std::nullopt;
    }
    const std::string_view whole = text.substr(from, to - from);
    const std::string_view value = skipScheme(whole);
    from += whole.size() - value.size();
    if (!isSecret(value, *shape))
        return std::nullopt;
    return ShapeMatch{from, to, *shape};
}

std::optional<ShapeMatch> matchValueOf(std::string_view name, std::string_view value,
                                       ShapeSet shapes)
{
    const auto shape = shapeOfName(name, 0, name.size());
    if (!shape || !shapes.has(*shape))
        return std::nullopt;
    const std::string_view secret = skipScheme(value);
    if (!isSecret(secret, *shape))
        return std::nullopt;
    return ShapeMatch{value.size() - secret.size(), value.size(), *shape};
}

} // namespace weir
