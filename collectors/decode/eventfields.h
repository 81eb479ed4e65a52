// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/wellknown.h"
#include "core/eventbatchbuilder.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace weir {

/// A name that means something in one dialect.
struct NamedRole
{
    std::string_view name;
    WellKnown known;
};

class TimeFormat;

/// What a dialect makes of names, beside those that mean the same everywhere (wellknown.h). A literal.
struct FieldRules
{
    /// Asked before the well-known names, and instead of them where they stand in both. Role::None
    /// here makes a name mean nothing.
    std::span<const NamedRole> roles = {};
    /// Bits of the roles that only `roles` gives: names that have one of them everywhere else are fields.
    std::uint32_t ownRoles = 0;
    /// How times that are text are written, before any other way; null: as everywhere.
    const TimeFormat* timeFormat = nullptr;
    /// Names inside of this object are taken as if they stood at the top: `payload.`
    std::string_view unwrap = {};
    /// What is not kept: names that begin so.
    std::span<const std::string_view> leaveOut = {};
    /// A character that producers put before names of their own: GELF's `_`.
    char namePrefix = '\0';
    /// Where nothing says it.
    Severity severity = Severity::Unset;
    /// The body is a line of a program: its level counts where nothing else says one.
    bool bodyIsLine = false;
};

/// The named values of one event until all are known; then those with a meaning become its time,
/// severity, body and so on, and the others its fields. Kept and reused from event to event.
///
/// Of several names for one thing the best ranked wins and the others stay fields, wherever they
/// stand in the message. What does not fit its name (a `time` that is a duration) stays a field.
class EventFields final
{
public:
    static constexpr std::size_t maxFields = 1000;

    /// `rules` outlive the event.
    void clear(const FieldRules& rules);
    bool isFull() const { return m_fields.size() >= maxFields; }

    /// `value` is the text behind `text`. All must stay valid until finish(). Precondition: !isFull().
    void add(std::string_view name, ValueType type, ArenaRef text, std::string_view value,
             std::int64_t bits = 0);

    /// Whether something with this role was added.
    bool has(Role role) const { return holderOf(role).field != none; }

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
        bool isReplaced = false; ///< the same name came again
    };
    struct Holder
    {
        std::uint16_t field = none;
        std::uint8_t rank = 0;
    };
    static constexpr std::uint16_t none = 0xFFFF;

    const Holder& holderOf(Role role) const { return m_holders[static_cast<std::size_t>(role)]; }
    bool isLeftOut(std::string_view name) const;
    WellKnown knownFor(std::string_view name) const;
    bool accept(Role role, Field& field, std::string_view value);
    std::optional<TimePoint> timeOfText(std::string_view text) const;
    bool acceptTime(const Field& field, std::string_view value);
    bool acceptSeverity(const Field& field, std::string_view value);
    void writeField(EventBatchBuilder& builder, const Field& field, bool isMetric) const;
    void writeMetric(EventBatchBuilder& builder) const;
    void writeTime(EventBatchBuilder& builder, std::optional<TimePoint> wireTime) const;
    void writeMissingSeverity(EventBatchBuilder& builder) const;

    const FieldRules* m_rules = nullptr;
    std::vector<Field> m_fields;
    std::array<Holder, roleCount> m_holders{};
    TimePoint m_time;
    std::int64_t m_timeFraction = 0;
    Severity m_severity = Severity::Unset;
    Severity m_severityNumber = Severity::Unset;
    double m_value = 0;
    MetricType m_metricType = MetricType::Unknown;
};

} // namespace weir
