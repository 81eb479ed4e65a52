// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/userpatternformat.h"

#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/textvalue.h"

#include <re2/re2.h>

namespace weir {

namespace {

constexpr FieldRules plain;

re2::StringPiece pieceOf(std::string_view text)
{
    return {text.data(), text.size()};
}

/// Groups of these meanings are texts even where they are spelled as numbers.
bool isTypedGroup(std::string_view name)
{
    const Role role = wellKnown(name).role;
    return role == Role::None || role == Role::MetricValue || role == Role::SeverityNumber
        || role == Role::TimeFraction;
}

} // namespace

UserPatternFormat::UserPatternFormat(const UserFormat& format)
    : m_name(format.name)
    , m_pattern(std::make_unique<re2::RE2>(format.pattern, RE2::Quiet))
{
    if (!format.timeFormat.empty())
        m_timeFormat = std::get<TimeFormat>(TimeFormat::parse(format.timeFormat));
    for (const auto& [number, group] : m_pattern->CapturingGroupNames())
        m_groups.push_back({number, group, m_timeFormat && group == "time", isTypedGroup(group)});
}

UserPatternFormat::~UserPatternFormat() = default;

const char* UserPatternFormat::refuse(const Content& content) const
{
    return faultOfText(content);
}

const char* UserPatternFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    const std::string_view line = withoutNewline(content.bytes);
    std::vector<re2::StringPiece> matches(
        static_cast<std::size_t>(m_pattern->NumberOfCapturingGroups()) + 1);
    if (!m_pattern->Match(pieceOf(line), 0, line.size(), RE2::UNANCHORED, matches.data(),
                          static_cast<int>(matches.size())))
        return "does not match the pattern";
    std::optional<TimePoint> time;
    m_fields.clear(plain);
    for (const Group& group : m_groups) {
        const re2::StringPiece& match = matches[static_cast<std::size_t>(group.number)];
        // An optional group that took no part has no place.
        if (!match.data() || m_fields.isFull())
            continue;
        const std::string_view text(match.data(), match.size());
        if (group.isTime) {
            time = m_timeFormat->read(text, nearTime(content));
            if (time)
                continue;
        }
        const TextValue value = group.isTyped ? typeOfText(text) : TextValue{};
        m_fields.add(group.name, value.type, content.piece(text), text, value.bits);
    }
    m_fields.finish(builder, content.message.wireTime);
    if (time)
        builder.setTime(*time);
    return nullptr;
}

} // namespace weir
