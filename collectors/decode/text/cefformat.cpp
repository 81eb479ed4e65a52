// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/cefformat.h"

#include "collectors/decode/text/securitylog.h"
#include "collectors/decode/text/sysloghead.h"
#include "collectors/decode/text/textvalue.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::string_view mark = "CEF:";
constexpr WellKnown nothing{};

/// The extension has a dictionary of its own, in which these words mean something else than
/// elsewhere.
constexpr std::array roles{
    NamedRole{"msg", {Role::Body, 0}},
    NamedRole{"name", {Role::Body, 1}},
    NamedRole{"dvchost", {Role::Host, 0}},
    NamedRole{"app", nothing},
    NamedRole{"type", nothing},
    NamedRole{"severity", nothing},
    NamedRole{"event", nothing},
    NamedRole{"host", nothing},
    NamedRole{"service", nothing},
    NamedRole{"t", nothing},
};
constexpr FieldRules rules{.roles = roles};

constexpr std::array<std::string_view, 6> headerNames{
    "device_vendor", "device_product", "device_version", "event_id", "name", "cef_severity"};

/// Header parts end with `|`; `\|` does not.
bool takeHeaderPart(Scan& scan, std::string_view& part)
{
    const std::string_view text = scan.rest();
    for (std::size_t i = 0; i < text.size() && text[i] != '\n'; ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '|') {
            part = text.substr(0, i);
            scan.skip(i + 1);
            return true;
        }
    }
    return false;
}

Severity severityOf(std::string_view text)
{
    if (const auto number = wholeNumber(text))
        return severityOfTen(*number);
    return text == "Low"      ? Severity::Info
        : text == "Medium"    ? Severity::Warn
        : text == "High"      ? Severity::Error
        : text == "Very-High" ? Severity::Fatal
                              : Severity::Unset;
}

bool isKeyCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c == '.'
        || c == '-' || c == '[' || c == ']';
}

/// Where the next `key=` begins, as seen from inside of a value; the end when there is none.
std::size_t nextKey(std::string_view text, std::size_t from)
{
    for (std::size_t i = from; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '=') {
            std::size_t begin = i;
            while (begin > from && isKeyCharacter(text[begin - 1]))
                --begin;
            if (begin < i && begin > from && text[begin - 1] == ' ')
                return begin;
        }
    }
    return text.size();
}

void unescape(std::string_view value, std::string& out)
{
    out.clear();
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char next = value[i] == '\\' && i + 1 < value.size() ? value[i + 1] : '\0';
        const bool isEscape =
            next == 'n' || next == 'r' || next == '\\' || next == '=' || next == '|';
        const char c = isEscape ? next : value[i];
        out.push_back(!isEscape ? c : c == 'n' ? '\n' : c == 'r' ? '\r' : c);
        i += isEscape ? 1U : 0U;
    }
}

} // namespace

const char* CefFormat::refuse(const Content& content) const
{
    return hasMark(content.bytes, mark) ? faultOfText(content) : "has no CEF: at its start";
}

const char* CefFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Scan scan(withoutNewline(content.bytes));
    const auto head = takeHeadBefore(mark, scan, nearTime(content));
    std::string_view version;
    if (!head || !takeHeaderPart(scan, version) || !wholeNumber(version.substr(0, 1)))
        return "CEF: and a version stand neither at its start nor behind a syslog header";
    LineEvent event(content, builder);
    writeSyslogHead(*head, event);
    m_fields.clear(rules);
    std::string_view part;
    for (const std::string_view name : headerNames) {
        const bool isLast = name == headerNames.back();
        if (!takeHeaderPart(scan, part)) {
            // Without an extension the last bar is often left out.
            if (!isLast || scan.rest().find('|') != std::string_view::npos)
                return "its header has fewer than seven parts";
            part = trimmed(scan.rest());
            scan.skip(scan.rest().size());
        }
        if (isLast)
            builder.setSeverity(severityOf(part));
        add(name, part, content, builder);
        if (name == "device_product")
            event.text("service.name", part);
    }
    if (const char* fault = readExtension(scan.rest(), content, builder))
        return fault;
    m_fields.finish(builder, std::nullopt);
    return nullptr;
}

const char* CefFormat::readExtension(std::string_view extension, const Content& content,
                                     EventBatchBuilder& builder)
{
    constexpr std::array<std::string_view, 3> timeKeys{"rt", "end", "start"};
    std::size_t bestKey = timeKeys.size();
    for (Scan scan(trimmed(extension)); !scan.isAtEnd();) {
        const std::string_view text = scan.rest();
        const std::size_t equals = text.find('=');
        const std::string_view key = text.substr(0, equals);
        if (equals == std::string_view::npos || equals == 0
            || !std::ranges::all_of(key, isKeyCharacter))
            return "its extension is not key=value";
        if (m_fields.isFull())
            return "more than 1000 fields";
        const std::size_t end = nextKey(text, equals + 1);
        const std::string_view value = trimmed(text.substr(equals + 1, end - equals - 1));
        scan.skip(end);
        const auto rank =
            static_cast<std::size_t>(std::ranges::find(timeKeys, key) - timeKeys.begin());
        const auto time =
            rank < timeKeys.size() ? timeOfAttribute(value, nearTime(content)) : std::nullopt;
        if (time && rank < bestKey) {
            builder.setTime(*time);
            bestKey = rank;
        }
        if (!time || rank > 0)
            add(key, value, content, builder);
    }
    return nullptr;
}

void CefFormat::add(std::string_view key, std::string_view value, const Content& content,
                    EventBatchBuilder& builder)
{
    if (value.empty())
        return;
    if (value.find('\\') != std::string_view::npos) {
        unescape(value, m_unescaped);
        m_fields.add(key, ValueType::String, builder.append(m_unescaped), m_unescaped);
        return;
    }
    const TextValue typed = typeOfText(value);
    m_fields.add(key, typed.type, content.piece(value), value, typed.bits);
}

} // namespace weir
