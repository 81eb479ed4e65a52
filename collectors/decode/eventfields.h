// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/wellknown.h"
#include "core/eventbatchbuilder.h"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace weir {

/// The named values of one event until all are known; then those with a meaning become its time,
/// severity, body and so on, and the others its fields. Kept and reused from event to event.
///
/// Of several names for one thing the best ranked wins and the others stay fields, wherever they
/// stand in the message. What does not fit its name (a `time` that is a duration) stays a field.
class EventFields final
{
public:
    static constexpr std::size_t maxFields = 1000;

    void clear();
    bool isFull() const { return m_fields.size() >= maxFields; }

    /// `value` is the text behind `text`. All must stay valid until finish(). Precondition: !isFull().
    void add(std::string_view name, ValueType type, ArenaRef text, std::string_view value,
             std::int64_t bits = 0);

    /// Writes everything into the event. `wireTime` counts where the event has no time of its own.
    void finish(EventBatchBuilder& builder, std::optional<TimePoint> wireTime);

private:
    struct Field
    {
        std::string_view name;
        ArenaRef text;
        std::int64_t bits = 0;
        ValueType type = ValueType::String;
        Role role = Role::None;
    };
    struct Holder
    {
        std::uint16_t field = none;
        std::uint8_t rank = 0;
    };
    static constexpr std::uint16_t none = 0xFFFF;

    const Holder& holderOf(Role role) const { return m_holders[static_cast<std::size_t>(role)]; }
    bool has(Role role) const { return holderOf(role).field != none; }
    bool accept(Role role, const Field& field, std::string_view value);
    bool acceptTime(const Field& field, std::string_view value);
    bool acceptSeverity(const Field& field, std::string_view value);
    void writeField(EventBatchBuilder& builder, const Field& field, bool isMetric) const;
    void writeMetric(EventBatchBuilder& builder) const;

    std::vector<Field> m_fields;
    std::array<Holder, roleCount> m_holders{};
    TimePoint m_time;
    Severity m_severity = Severity::Unset;
    Severity m_severityNumber = Severity::Unset;
    double m_value = 0;
    MetricType m_metricType = MetricType::Unknown;
};

} // namespace weir
