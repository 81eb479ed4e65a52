// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/leefformat.h"

#include "collectors/decode/text/securitylog.h"
#include "collectors/decode/text/sysloghead.h"
#include "collectors/decode/text/textvalue.h"

#include <array>
#include <charconv>

namespace weir {

namespace {

constexpr std::string_view mark = "LEEF:";
constexpr WellKnown nothing{};

constexpr std::array roles{
    NamedRole{"msg", {Role::Body, 0}}, NamedRole{"identHostName", {Role::Host, 0}},
    NamedRole{"name", nothing},        NamedRole{"type", nothing},
    NamedRole{"app", nothing},         NamedRole{"event", nothing},
    NamedRole{"severity", nothing},    NamedRole{"host", nothing},
    NamedRole{"service", nothing},
};
constexpr FieldRules rules{.roles = roles};

constexpr std::array<std::string_view, 4> headerNames{"device_vendor", "device_product",
                                                      "device_version", "event_id"};

/// LEEF 2 names its delimiter: one character, `x09`, `0x09`, or nothing for a tab. Nothing when the
/// part is something else: the attributes, of a sender that leaves the delimiter out.
std::optional<char> delimiterOf(std::string_view part)
{
    if (part.empty())
        return '\t';
    if (part.size() == 1)
        return part.front();
    if (part.starts_with('0'))
        part.remove_prefix(1);
    unsigned code = 0;
    const char* const end = part.data() + part.size();
    if (part.size() > 3 || part.front() != 'x')
        return std::nullopt;
    const auto [at, error] = std::from_chars(part.data() + 1, end, code, 16);
    if (error != std::errc{} || at != end || code == 0)
        return std::nullopt;
    return static_cast<char>(code);
}

} // namespace

const char* LeefFormat::refuse(const Content& content) const
{
    return hasMark(content.bytes, mark) ? faultOfText(content) : "has no LEEF: at its start";
}

const char* LeefFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Scan scan(withoutNewline(content.bytes));
    const auto head = takeHeadBefore(mark, scan, nearTime(content));
    std::string_view version;
    if (!head || !scan.takeUntil("|", version) || (version != "1.0" && version != "2.0"))
        return "LEEF:1.0 or 2.0 stands neither at its start nor behind a syslog header";
    LineEvent event(content, builder);
    writeSyslogHead(*head, event);
    m_fields.clear(rules);
    std::string_view part;
    for (const std::string_view name : headerNames) {
        if (!scan.takeUntil("|", part))
            return "its header has fewer than five parts";
        add(name, part, content, builder);
        if (name == "device_product")
            event.text("service.name", part);
    }
    char delimiter = '\t';
    Scan ahead = scan;
    if (version == "2.0" && ahead.takeUntil("|", part)) {
        if (const auto named = delimiterOf(part)) {
            delimiter = *named;
            scan = ahead;
        }
    }
    if (const char* fault = readAttributes(scan.rest(), delimiter, content, builder))
        return fault;
    m_fields.finish(builder, std::nullopt);
    return nullptr;
}

const char* LeefFormat::readAttributes(std::string_view attributes, char delimiter,
                                       const Content& content, EventBatchBuilder& builder)
{
    while (!attributes.empty()) {
        const std::size_t end = attributes.find(delimiter);
        const std::string_view pair = trimmed(attributes.substr(0, end));
        attributes.remove_prefix(end == std::string_view::npos ? attributes.size() : end + 1);
        if (pair.empty())
            continue;
        const std::size_t equals = pair.find('=');
        const std::string_view key = pair.substr(0, equals);
        if (equals == std::string_view::npos || !isPlainName(key))
            return "an attribute is not key=value";
        if (m_fields.isFull())
            return "more than 1000 fields";
        const std::string_view value = pair.substr(equals + 1);
        if (key == "devTime") {
            if (const auto time = timeOfAttribute(value, nearTime(content))) {
                builder.setTime(*time);
                continue;
            }
        }
        if (const auto number = key == "sev" ? wholeNumber(value) : std::nullopt)
            builder.setSeverity(severityOfTen(*number));
        add(key, value, content, builder);
    }
    return nullptr;
}

void LeefFormat::add(std::string_view key, std::string_view value, const Content& content,
                     EventBatchBuilder& builder)
{
    if (value.empty())
        return;
    // Only what would end the value is escaped; paths have backslashes of their own.
    if (value.find("\\=") != std::string_view::npos
        || value.find("\\|") != std::string_view::npos) {
        m_unescaped.clear();
        for (std::size_t i = 0; i < value.size(); ++i) {
            const bool isEscape = value[i] == '\\' && i + 1 < value.size()
                && (value[i + 1] == '=' || value[i + 1] == '|');
            m_unescaped.push_back(value[isEscape ? ++i : i]);
        }
        m_fields.add(key, ValueType::String, builder.append(m_unescaped), m_unescaped);
        return;
    }
    const TextValue typed = typeOfText(value);
    m_fields.add(key, typed.type, content.piece(value), value, typed.bits);
}

} // namespace weir
