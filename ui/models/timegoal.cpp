// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timegoal.h"

#include <algorithm>
#include <string>

namespace weir {

namespace {

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t");
    const auto to = text.find_last_not_of(" \t");
    return from == std::string_view::npos ? std::string_view() : text.substr(from, to - from + 1);
}

} // namespace

std::optional<TimePoint> parseTimeGoal(std::string_view text, TimePoint now, TimePoint reference)
{
    text = trimmed(text);
    if (const auto time = parseTimeExpression(text, now))
        return time;
    const std::string typed(text);
    if (const auto day = parseTime(typed + "T00:00:00Z"))
        return day;
    const std::string date = formatTime(reference, 0).substr(0, 10);
    // `9:04` is a time too; `12:04` has no seconds.
    const std::string time = text.find(':') == 1 ? "0" + typed : typed;
    const bool hasSeconds = std::count(time.begin(), time.end(), ':') > 1;
    return parseTime(date + "T" + time + (hasSeconds ? "Z" : ":00Z"));
}

} // namespace weir
