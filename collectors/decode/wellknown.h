// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace weir {

/// What a field means by its name alone. None: a field like any other.
enum class Role : std::uint8_t {
    None,
    Time,
    TimeFraction, ///< nanoseconds on top of a time in whole seconds
    Severity,
    SeverityNumber, ///< OpenTelemetry's 1–24
    Body,
    Service,
    Host,
    TraceId,
    SpanId,
    // Only where the event turns out to be a metric sample.
    MetricName,
    MetricValue,
    MetricUnit,
    MetricType,
};

constexpr std::size_t roleCount = 14;

/// A role among several.
constexpr std::uint32_t roleBit(Role role)
{
    return std::uint32_t{1} << static_cast<unsigned>(role);
}

/// The role of a dotted name, and which of several names for one role wins: the lowest rank.
struct WellKnown
{
    Role role = Role::None;
    std::uint8_t rank = 0;
};

WellKnown wellKnown(std::string_view name);

} // namespace weir
