// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textcursor.h"
#include "core/timepoint.h"

#include <array>
#include <limits>

namespace weir {

namespace {

constexpr std::int64_t nanosPerSecond = 1'000'000'000;

struct Unit
{
    std::string_view name;
    std::int64_t nanoseconds;
};

constexpr std::array durationUnits{
    Unit{"d", 86'400 * nanosPerSecond},
    Unit{"h", 3'600 * nanosPerSecond},
    Unit{"m", 60 * nanosPerSecond},
    Unit{"s", nanosPerSecond},
    Unit{"ms", 1'000'000},
    Unit{"us", 1'000},
    Unit{"ns", 1},
};

/// The length of the unit, or 0.
std::int64_t takeUnit(TextCursor& cursor)
{
    std::string_view name;
    if (cursor.takeWord("\u00B5s") || cursor.takeWord("\u03BCs")) {
        name = "us";
    } else {
        // The longest first, so that `m` does not take the first letter of `ms`.
        for (const std::string_view candidate : {"ms", "us", "ns", "d", "h", "m", "s"}) {
            if (!cursor.takeWord(candidate))
                continue;
            name = candidate;
            break;
        }
    }
    for (const Unit& unit : durationUnits) {
        if (unit.name == name)
            return unit.nanoseconds;
    }
    return 0;
}

constexpr bool equalsIgnoringCase(std::string_view left, std::string_view lower)
{
    if (left.size() != lower.size())
        return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const char c = left[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != lower[i])
            return false;
    }
    return true;
}

} // namespace

std::optional<Nanoseconds> parseDuration(std::string_view text)
{
    TextCursor cursor(text);
    std::int64_t sum = 0;
    std::int64_t previous = std::numeric_limits<std::int64_t>::max();
    do {
        const auto number = cursor.takeInteger();
        const std::int64_t unit = number ? takeUnit(cursor) : 0;
        std::int64_t part = 0;
        // From the large to the small: `30m1h` is more likely a slip than meant.
        if (unit == 0 || unit >= previous || __builtin_mul_overflow(*number, unit, &part)
            || __builtin_add_overflow(sum, part, &sum))
            return std::nullopt;
        previous = unit;
    } while (!cursor.isAtEnd());
    return Nanoseconds{sum};
}

std::string formatDuration(Nanoseconds duration)
{
    std::string text = duration.count() < 0 ? "-" : "";
    // Of the unsigned number: the smallest of all has no positive counterpart.
    auto rest = static_cast<std::uint64_t>(duration.count());
    if (duration.count() < 0)
        rest = std::uint64_t{0} - rest;
    if (rest == 0)
        return "0s";
    for (const Unit& unit : durationUnits) {
        const auto length = static_cast<std::uint64_t>(unit.nanoseconds);
        if (rest < length)
            continue;
        text += std::to_string(rest / length);
        text += unit.name;
        rest %= length;
    }
    return text;
}

std::optional<std::uint64_t> parseSize(std::string_view text)
{
    struct SizeUnit
    {
        std::string_view name;
        std::uint64_t bytes;
    };
    constexpr std::array units{
        SizeUnit{"", 1},
        SizeUnit{"b", 1},
        SizeUnit{"kb", 1'000},
        SizeUnit{"mb", 1'000'000},
        SizeUnit{"gb", 1'000'000'000},
        SizeUnit{"tb", 1'000'000'000'000},
        SizeUnit{"kib", std::uint64_t{1} << 10},
        SizeUnit{"mib", std::uint64_t{1} << 20},
        SizeUnit{"gib", std::uint64_t{1} << 30},
        SizeUnit{"tib", std::uint64_t{1} << 40},
    };
    TextCursor cursor(text);
    const auto number = cursor.takeInteger();
    if (!number)
        return std::nullopt;
    if (cursor.peek() == ' ' && cursor.left() > 1)
        cursor.skip();
    const std::string_view name = text.substr(cursor.length());
    for (const SizeUnit& unit : units) {
        std::uint64_t size = 0;
        if (equalsIgnoringCase(name, unit.name))
            return __builtin_mul_overflow(*number, unit.bytes, &size)
                ? std::nullopt
                : std::optional<std::uint64_t>(size);
    }
    return std::nullopt;
}

} // namespace weir
