// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

using Nanoseconds = std::chrono::nanoseconds;

/// UTC with nanoseconds; 1677 to 2262. Never a bare integer outside of codecs.
using TimePoint = std::chrono::time_point<std::chrono::system_clock, Nanoseconds>;

constexpr std::int64_t nanosecondsOf(TimePoint time)
{
    return time.time_since_epoch().count();
}

constexpr TimePoint timePointOf(std::int64_t nanoseconds)
{
    return TimePoint{Nanoseconds{nanoseconds}};
}

/// From a number whose unit is told by its magnitude: s < 1e11 < ms < 1e14 < µs < 1e17 <= ns.
std::optional<TimePoint> timeByMagnitude(double number);
std::optional<TimePoint> timeByMagnitude(std::int64_t number);

/// RFC 3339 in UTC with nine digits: `2026-11-23T12:04:51.120000000Z`.
std::string formatTime(TimePoint time);

/// The same with a chosen number of fraction digits (0 to 9); cut, not rounded.
std::string formatTime(TimePoint time, int fractionDigits);

/// RFC 3339 and its usual relatives: `T` or a space between date and time, a fraction of any length
/// after `.` or `,`, zone `Z`, `+02:00`, `+0200` or none (UTC). Nothing may follow.
std::optional<TimePoint> parseTime(std::string_view text);

/// As parseTime(), but at the head of a line: sets `length` to what was read.
std::optional<TimePoint> parseTimePrefix(std::string_view text, std::size_t& length);

/// `250ms 10s 5m 2h 7d`, also `us`, `ns`, and parts in a row (`1h30m`). No sign.
std::optional<Nanoseconds> parseDuration(std::string_view text);
std::string formatDuration(Nanoseconds duration);

/// What a person may type for a point in time: RFC 3339, `-15m` (before now), `now`.
std::optional<TimePoint> parseTimeExpression(std::string_view text, TimePoint now);

/// `16MiB`, `20GB`, `512`; decimal units are powers of 1000, binary ones of 1024.
std::optional<std::uint64_t> parseSize(std::string_view text);

/// Half-open: `from` is in, `to` is not.
struct TimeRange
{
    TimePoint from = TimePoint::min();
    TimePoint to = TimePoint::max();

    bool contains(TimePoint time) const { return from <= time && time < to; }
    bool overlaps(TimePoint first, TimePoint last) const { return first < to && last >= from; }
    bool isEmpty() const { return to <= from; }
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

} // namespace weir
