// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir {

/// OpenTelemetry's severity number: 1–24, four to a class; 0 is unset.
/// https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
enum class Severity : std::uint8_t {
    Unset = 0,
    Trace = 1,
    Debug = 5,
    Info = 9,
    Warn = 13,
    Error = 17,
    Fatal = 21,
};

/// The classes in which severities are counted, coloured and named. None: severity is unset.
enum class SeverityClass : std::uint8_t { None, Trace, Debug, Info, Warn, Error, Fatal };

constexpr std::size_t severityClassCount = 7;

/// Events per class, indexed by SeverityClass.
using SeverityCounts = std::array<std::uint64_t, severityClassCount>;

constexpr SeverityClass classOf(Severity severity)
{
    const auto number = static_cast<std::uint8_t>(severity);
    return number == 0 || number > 24 ? SeverityClass::None
                                      : static_cast<SeverityClass>((number + 3) / 4);
}

/// The lowest severity of a class.
constexpr Severity severityOf(SeverityClass severityClass)
{
    const auto index = static_cast<std::uint8_t>(severityClass);
    return index == 0 ? Severity::Unset : static_cast<Severity>(index * 4 - 3);
}

/// `trace debug info warn error fatal`, "" for None. Lower case, stable: part of every output.
std::string_view nameOf(SeverityClass severityClass);

/// A severity word in any common dialect and case: `WARNING`, `err`, `crit`, `notice`, `I`,
/// `emerg`, `FINE`, `severe`, ...
std::optional<Severity> parseSeverityWord(std::string_view word);

/// A severity number as found in a `level` field: pino and bunyan's 10–60; syslog's 0–7 otherwise.
std::optional<Severity> severityOfNumber(std::int64_t number);

} // namespace weir
