// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/securitylog.h"

#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/textvalue.h"

namespace weir {

namespace {

/// Smaller numbers are durations or counts: this is in 1973.
constexpr std::int64_t firstTime = 100'000'000;

} // namespace

Severity severityOfTen(std::int64_t number)
{
    if (number < 0 || number > 10)
        return Severity::Unset;
    return number <= 3 ? Severity::Info
        : number <= 6  ? Severity::Warn
        : number <= 8  ? Severity::Error
                       : Severity::Fatal;
}

std::optional<TimePoint> timeOfAttribute(std::string_view value, TimePoint now)
{
    if (const auto number = wholeNumber(value))
        return *number > firstTime ? timeByMagnitude(*number) : std::nullopt;
    TextCursor cursor(value);
    return takeLineTime(cursor, now);
}

} // namespace weir
