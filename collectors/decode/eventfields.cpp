// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/eventfields.h"

#include "collectors/decode/linehead.h"
#include "core/shorttext.h"
#include "core/timeformat.h"

#include <bit>
#include <charconv>
#include <cmath>

namespace weir {

namespace {

bool isNumber(ValueType type)
{
    return type == ValueType::Int || type == ValueType::Double;
}

/// A whole text that is a number; `NaN`, `+Inf` too, as Prometheus writes them.
std::optional<double> parseDouble(std::string_view text)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<std::int64_t> parseInt(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// A small number under the name of a time is a duration or a count. 1e8 s is in 1973.
template<typename Number>
std::optional<TimePoint> epochTime(Number number)
{
    if (number < Number{100'000'000})
        return std::nullopt;
    return timeByMagnitude(number);
}

std::optional<TimePoint> plainTime(std::string_view text)
{
    if (const auto time = parseTime(text))
        return time;
    if (const auto number = parseInt(text))
        return epochTime(*number);
    if (const auto number = parseDouble(text))
        return epochTime(*number);
    return std::nullopt;
}

std::optional<MetricType> metricTypeOf(std::string_view word)
{
    if (word == "gauge" || word == "GAUGE")
        return MetricType::Gauge;
    if (word == "counter" || word == "COUNTER" || word == "sum")
        return MetricType::Counter;
    return std::nullopt;
}

std::string_view withoutLabelsPrefix(std::string_view name)
{
    for (const std::string_view prefix : {"labels.", "tags."}) {
        if (name.size() > prefix.size() && name.starts_with(prefix))
            return name.substr(prefix.size());
    }
    return name;
}

/// A trace as Google's cloud writes it: `projects/P/traces/ID`.
void cutTracePath(ArenaRef& text, std::string_view value)
{
    constexpr std::string_view before = "/traces/";
    const std::size_t at = value.rfind(before);
    if (at == std::string_view::npos)
        return;
    const auto skipped = static_cast<std::uint32_t>(at + before.size());
    text = {text.offset + skipped, text.length - skipped};
}

/// Lines that programs write into a field often keep their newline.
void cutNewline(ArenaRef& text, std::string_view value)
{
    if (value.ends_with('\n'))
        --text.length;
    if (value.ends_with("\r\n"))
        --text.length;
}

} // namespace

void EventFields::clear(const FieldRules& rules)
{
    m_rules = &rules;
    m_fields.clear();
    m_holders.fill({});
    m_timeFraction = 0;
}

bool EventFields::isLeftOut(std::string_view name) const
{
    for (const std::string_view prefix : m_rules->leaveOut) {
        if (name.starts_with(prefix))
            return true;
    }
    return false;
}

WellKnown EventFields::knownFor(std::string_view name) const
{
    for (const NamedRole& entry : m_rules->roles) {
        if (isSameText(entry.name, name))
            return entry.known;
    }
    const WellKnown known = wellKnown(name);
    return (m_rules->ownRoles & roleBit(known.role)) == 0 ? known : WellKnown{};
}

void EventFields::add(std::string_view name, ValueType type, ArenaRef text, std::string_view value,
                      std::int64_t bits)
{
    if (!m_rules->leaveOut.empty() && isLeftOut(name))
        return;
    if (!m_rules->unwrap.empty() && name.size() > m_rules->unwrap.size()
        && name.starts_with(m_rules->unwrap))
        name.remove_prefix(m_rules->unwrap.size());
    if (m_rules->namePrefix != '\0' && name.size() > 1 && name.front() == m_rules->namePrefix)
        name.remove_prefix(1);
    Field& field = m_fields.emplace_back(Field{name, text, bits, type, Role::None, false});
    const WellKnown known = knownFor(name);
    if (known.role == Role::None)
        return;
    Holder& holder = m_holders[static_cast<std::size_t>(known.role)];
    if (holder.field != none && holder.rank < known.rank)
        return;
    if (!accept(known.role, field, value))
        return;
    // The same name again replaces, as everywhere; another one goes back among the fields.
    if (holder.field != none) {
        Field& before = m_fields[holder.field];
        before.role = Role::None;
        before.isReplaced = isSameText(before.name, name);
    }
    field.role = known.role;
    holder = {static_cast<std::uint16_t>(m_fields.size() - 1), known.rank};
}

bool EventFields::accept(Role role, Field& field, std::string_view value)
{
    const bool isText = field.type == ValueType::String && !value.empty();
    switch (role) {
    case Role::Time:
        return acceptTime(field, value);
    case Role::TimeFraction:
        if (field.type != ValueType::Int || field.bits < 0 || field.bits > 999'999'999)
            return false;
        m_timeFraction = field.bits;
        return true;
    case Role::Severity:
        return acceptSeverity(field, value);
    case Role::SeverityNumber:
        if (field.type != ValueType::Int || field.bits < 1 || field.bits > 24)
            return false;
        m_severityNumber = static_cast<Severity>(field.bits);
        return true;
    case Role::MetricValue: {
        const auto number = isNumber(field.type) || isText ? parseDouble(value) : std::nullopt;
        m_value = number.value_or(0);
        return number.has_value();
    }
    case Role::MetricType: {
        const auto type = isText ? metricTypeOf(value) : std::nullopt;
        m_metricType = type.value_or(MetricType::Unknown);
        return type.has_value();
    }
    case Role::Body:
        if (isText)
            cutNewline(field.text, value);
        return isText;
    case Role::TraceId:
        cutTracePath(field.text, value);
        return isText || field.type == ValueType::Int;
    case Role::SpanId:
        return isText || field.type == ValueType::Int;
    default:
        return isText;
    }
}

std::optional<TimePoint> EventFields::timeOfText(std::string_view text) const
{
    const auto time = m_rules->timeFormat ? m_rules->timeFormat->read(text, {}) : std::nullopt;
    return time ? time : plainTime(text);
}

bool EventFields::acceptTime(const Field& field, std::string_view value)
{
    std::optional<TimePoint> time;
    if (field.type == ValueType::String)
        time = timeOfText(value);
    else if (field.type == ValueType::Int)
        time = epochTime(field.bits);
    else if (field.type == ValueType::Double)
        time = epochTime(std::bit_cast<double>(field.bits));
    if (time)
        m_time = *time;
    return time.has_value();
}

bool EventFields::acceptSeverity(const Field& field, std::string_view value)
{
    std::optional<Severity> severity;
    if (field.type == ValueType::Int) {
        severity = severityOfNumber(field.bits);
    } else if (field.type == ValueType::String) {
        severity = parseSeverityWord(value);
        if (const auto number = severity ? std::nullopt : parseInt(value))
            severity = severityOfNumber(*number);
    }
    if (severity)
        m_severity = *severity;
    return severity.has_value();
}

void EventFields::finish(EventBatchBuilder& builder, std::optional<TimePoint> wireTime)
{
    const bool isMetric = has(Role::MetricName) && has(Role::MetricValue) && !has(Role::Body);
    for (const Field& field : m_fields)
        writeField(builder, field, isMetric);
    if (isMetric)
        writeMetric(builder);
    if (has(Role::SeverityNumber))
        builder.setSeverity(m_severityNumber);
    else if (!has(Role::Severity))
        writeMissingSeverity(builder);
    writeTime(builder, wireTime);
}

void EventFields::writeTime(EventBatchBuilder& builder, std::optional<TimePoint> wireTime) const
{
    if (has(Role::Time))
        builder.setTime(m_time + Nanoseconds{has(Role::TimeFraction) ? m_timeFraction : 0});
    else if (wireTime)
        builder.setTime(*wireTime);
}

void EventFields::writeMissingSeverity(EventBatchBuilder& builder) const
{
    if (m_rules->severity != Severity::Unset)
        builder.setSeverity(m_rules->severity);
    else if (m_rules->bodyIsLine && has(Role::Body))
        builder.setSeverity(
            readLineHead(builder.text(m_fields[holderOf(Role::Body).field].text), builder.lastTime())
                .severity);
}

void EventFields::writeField(EventBatchBuilder& builder, const Field& field, bool isMetric) const
{
    if (field.isReplaced)
        return;
    switch (field.role) {
    case Role::Time:
    case Role::TimeFraction:
    case Role::SeverityNumber:
        return;
    case Role::Severity:
        return builder.setSeverity(m_severity);
    case Role::Body:
        return builder.setBody(field.text);
    case Role::TraceId:
        return builder.setTraceId(field.text);
    case Role::SpanId:
        return builder.setSpanId(field.text);
    case Role::Service:
        return builder.addField("service.name", field.type, field.text, field.bits);
    case Role::Host:
        return builder.addField("host.name", field.type, field.text, field.bits);
    default:
        break;
    }
    if (isMetric && field.role != Role::None)
        return;
    const std::string_view name = isMetric ? withoutLabelsPrefix(field.name) : field.name;
    builder.addField(name, field.type, field.text, field.bits);
}

void EventFields::writeMetric(EventBatchBuilder& builder) const
{
    const ArenaRef name = m_fields[holderOf(Role::MetricName).field].text;
    const ArenaRef unit =
        has(Role::MetricUnit) ? m_fields[holderOf(Role::MetricUnit).field].text : ArenaRef{};
    builder.setMetric(name, m_value, unit,
                      has(Role::MetricType) ? m_metricType : MetricType::Unknown);
}

} // namespace weir
