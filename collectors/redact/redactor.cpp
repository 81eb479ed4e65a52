// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/redact/redactor.h"

#include "collectors/redact/chars.h"
#include "collectors/redact/namedvalue.h"
#include "collectors/redact/shapescan.h"
#include "collectors/redact/valuetag.h"

#include <re2/re2.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace weir {

namespace {

constexpr std::int64_t patternMemory = std::int64_t{8} << 20;
constexpr std::size_t escapeLength = 6; ///< of `\u0040`

bool mayBeJson(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r' && c != '\x1b';
}

/// Eight bytes at a time, because every message is asked.
bool hasControl(std::string_view text)
{
    constexpr std::size_t step = sizeof(std::uint64_t);
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::size_t at = 0;
    for (; at + step <= text.size(); at += step) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, step);
        const bool mayBe = ((bytes - ones * 0x20) & ~bytes & ones * 0x80) != 0;
        const std::string_view part = text.substr(at, step);
        if (mayBe && std::any_of(part.begin(), part.end(), isControl))
            return true;
    }
    const std::string_view rest = text.substr(at);
    return std::any_of(rest.begin(), rest.end(), isControl);
}

bool isUtf8(std::string_view text)
{
    return simdjson::validate_utf8(text.data(), text.size());
}

/// The letter that `\u00XX` at the beginning stands for; 0 where it must stay an escape.
char escapedLetter(std::string_view text)
{
    unsigned value = 0;
    if (text.size() < escapeLength || !text.starts_with("\\u00"))
        return 0;
    const char* end = text.data() + escapeLength;
    const auto read = std::from_chars(text.data() + 4, end, value, 16);
    const bool isLetter = read.ec == std::errc() && read.ptr == end && value > 0x20 && value < 0x7F
        && value != '"' && value != '\\';
    return isLetter ? static_cast<char>(value) : '\0';
}

void undoEscapes(std::string_view text, std::string& out)
{
    out.clear();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            out += text[at];
            continue;
        }
        if (const char letter = escapedLetter(text.substr(at))) {
            out += letter;
            at += escapeLength - 1;
            continue;
        }
        out += text[at];
        if (at + 1 < text.size()) // so that the second of two backslashes begins nothing
            out += text[++at];
    }
}

/// Of what stands in a JSON string at `at`: a byte, or an escape.
std::size_t lengthOfJsonLetter(std::string_view text, std::size_t at)
{
    if (text[at] != '\\' || at + 1 >= text.size())
        return 1;
    return std::min(text[at + 1] == 'u' ? escapeLength : 2, text.size() - at);
}

/// The end of what can be replaced at once: within a string up to its end, elsewhere a number.
std::size_t endOfJsonPart(std::string_view text, std::size_t from, std::size_t to, bool isInString)
{
    std::size_t end = from;
    while (end < to) {
        const char c = text[end];
        if (isInString ? c == '"' : !chars::isDigit(c) && c != '.')
            break;
        const std::size_t length = isInString ? lengthOfJsonLetter(text, end) : 1;
        if (end + length > to)
            break;
        end += length;
    }
    return end;
}

} // namespace

struct Redactor::Parser
{
    simdjson::dom::parser parser;
};

Redactor::Redactor(const RedactRules& rules)
    : m_parser(std::make_unique<Parser>())
    , m_key(rules.tagKey)
{
    assert(!m_key.empty()); // anybody could make the tags
    for (const std::string& name : rules.shapes) {
        if (const auto shape = shapeOf(name))
            m_shapes.add(*shape);
    }
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(patternMemory);
    for (const RedactRules::Pattern& pattern : rules.patterns) {
        auto expression = std::make_unique<RE2>(pattern.pattern, options);
        if (expression->ok())
            m_patterns.push_back({pattern.name, std::move(expression)});
    }
}

Redactor::~Redactor() = default;

/// Only asked where something was found, so that most messages are parsed once, by their decoder.
bool Redactor::isJson(std::string_view text)
{
    return mayBeJson(text)
        && m_parser->parser.parse(text.data(), text.size()).error() == simdjson::SUCCESS;
}

std::string_view Redactor::redact(std::string_view text)
{
    return isPlainText(text) ? redactText(text) : redactWhole(text);
}

std::string_view Redactor::redactValue(std::string_view name, std::string_view value)
{
    if (const auto match = matchValueOf(name, value, m_shapes)) {
        m_out = value.substr(0, match->from);
        appendTag(nameOf(match->shape), value.substr(match->from), m_key, m_out);
        m_count = 1;
        return m_out;
    }
    return isUtf8(value) ? redactText(value) : redactWhole(value);
}

std::string_view Redactor::redactWhole(std::string_view bytes)
{
    find(bytes);
    m_count = m_pieces.size();
    if (m_pieces.empty())
        return bytes;
    m_out.clear();
    appendTag(m_pieces.front().name, bytes, m_key, m_out);
    return m_out;
}

std::string_view Redactor::redactText(std::string_view text)
{
    m_count = 0;
    std::string_view read = text;
    if (text.find('\\') != std::string_view::npos && text.find("\\u00") != std::string_view::npos
        && isJson(text)) {
        undoEscapes(text, m_plain);
        read = m_plain;
    }
    find(read);
    if (m_pieces.empty())
        return text;
    m_out.clear();
    if (isJson(read))
        writeJson(read);
    else
        write(read);
    return m_count > 0 ? std::string_view(m_out) : text;
}

void Redactor::find(std::string_view text)
{
    m_pieces.clear();
    if (!m_shapes.isEmpty()) {
        m_matches.clear();
        scanShapes(text, m_shapes, m_matches);
        for (const ShapeMatch& match : m_matches)
            m_pieces.push_back({match.from, match.to, nameOf(match.shape)});
    }
    for (const Pattern& pattern : m_patterns)
        findPattern(text, pattern);
    if (!m_patterns.empty())
        sort();
}

void Redactor::findPattern(std::string_view text, const Pattern& pattern)
{
    std::array<re2::StringPiece, 2> groups;
    const int count = std::min(pattern.expression->NumberOfCapturingGroups() + 1, 2);
    const re2::StringPiece piece(text.data(), text.size());
    std::size_t at = 0;
    while (at <= text.size()
           && pattern.expression->Match(piece, at, text.size(), RE2::UNANCHORED, groups.data(),
                                        count)) {
        const re2::StringPiece& value = groups[1].data() ? groups[1] : groups[0];
        const auto from = static_cast<std::size_t>(value.data() - text.data());
        if (!value.empty())
            m_pieces.push_back({from, from + value.size(), pattern.name});
        const auto end =
            static_cast<std::size_t>(groups[0].data() - text.data()) + groups[0].size();
        at = std::max(end, at + 1);
        groups = {};
    }
}

/// By place; of two that overlap the one that begins first stays, with the end of both.
void Redactor::sort()
{
    std::stable_sort(m_pieces.begin(), m_pieces.end(),
                     [](const Piece& a, const Piece& b) { return a.from < b.from; });
    std::size_t kept = 0;
    for (const Piece& piece : m_pieces) {
        if (kept > 0 && piece.from < m_pieces[kept - 1].to)
            m_pieces[kept - 1].to = std::max(m_pieces[kept - 1].to, piece.to);
        else
            m_pieces[kept++] = piece;
    }
    m_pieces.resize(kept);
}

void Redactor::write(std::string_view text)
{
    std::size_t done = 0;
    for (const Piece& piece : m_pieces) {
        m_out.append(text, done, piece.from - done);
        appendTag(piece.name, text.substr(piece.from, piece.to - piece.from), m_key, m_out);
        ++m_count;
        done = piece.to;
    }
    m_out.append(text, done);
}

/// A match is cut where a string begins or ends; what is outside of strings is redacted where it is a
/// number.
void Redactor::writeJson(std::string_view text)
{
    bool isInString = false;
    std::size_t at = 0;
    for (const Piece& piece : m_pieces) {
        while (at < piece.to) {
            const std::size_t end =
                at < piece.from ? at : endOfJsonPart(text, at, piece.to, isInString);
            if (end > at) {
                writePiece(text, {at, end, piece.name}, !isInString);
                at = end;
                continue;
            }
            // An escape is copied whole, also where the match begins behind its backslash.
            const std::size_t length = isInString ? lengthOfJsonLetter(text, at) : 1;
            if (text[at] == '"')
                isInString = !isInString;
            m_out.append(text, at, length);
            at += length;
        }
    }
    m_out.append(text, std::min(at, text.size()));
}

void Redactor::writePiece(std::string_view text, const Piece& piece, bool isNumber)
{
    if (isNumber)
        m_out += '"';
    appendTag(piece.name, text.substr(piece.from, piece.to - piece.from), m_key, m_out);
    if (isNumber)
        m_out += '"';
    ++m_count;
}

bool isPlainText(std::string_view bytes)
{
    return !hasControl(bytes) && isUtf8(bytes);
}

} // namespace weir
