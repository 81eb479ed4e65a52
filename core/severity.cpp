// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity.h"

#include <algorithm>

namespace weir {

namespace {

struct Word
{
    std::string_view text;
    std::uint8_t severity;
};

/// Sorted, for a binary search. Critical, alert and emergency are in the class Fatal, as in Python,
/// Grafana and most eyes; syslog's order among them is kept.
constexpr std::array words{
    Word{"a", 22},
    Word{"alert", 22},
    Word{"c", 21},
    Word{"config", 9},
    Word{"crit", 21},
    Word{"critical", 21},
    Word{"d", 5},
    Word{"dbg", 5},
    Word{"debug", 5},
    Word{"debug2", 6},
    Word{"debug3", 7},
    Word{"debug4", 8},
    Word{"e", 17},
    Word{"emerg", 23},
    Word{"emergency", 23},
    Word{"err", 17},
    Word{"error", 17},
    Word{"error2", 18},
    Word{"error3", 19},
    Word{"error4", 20},
    Word{"f", 21},
    Word{"failure", 17},
    Word{"fatal", 21},
    Word{"fatal2", 22},
    Word{"fatal3", 23},
    Word{"fatal4", 24},
    Word{"fine", 5},
    Word{"finer", 5},
    Word{"finest", 1},
    Word{"i", 9},
    Word{"inf", 9},
    Word{"info", 9},
    Word{"info2", 10},
    Word{"info3", 11},
    Word{"info4", 12},
    Word{"information", 9},
    Word{"informational", 9},
    Word{"n", 10},
    Word{"note", 10},
    Word{"notice", 10},
    Word{"panic", 24},
    Word{"severe", 17},
    Word{"success", 10},
    Word{"t", 1},
    Word{"trace", 1},
    Word{"trace2", 2},
    Word{"trace3", 3},
    Word{"trace4", 4},
    Word{"trc", 1},
    Word{"v", 1},
    Word{"verbose", 1},
    Word{"w", 13},
    Word{"warn", 13},
    Word{"warn2", 14},
    Word{"warn3", 15},
    Word{"warn4", 16},
    Word{"warning", 13},
    Word{"wrn", 13},
};

constexpr bool isBefore(const Word& left, const Word& right)
{
    return left.text < right.text;
}
static_assert(std::is_sorted(words.begin(), words.end(), isBefore));

constexpr std::size_t longestWord = 13;

} // namespace

std::string_view nameOf(SeverityClass severityClass)
{
    switch (severityClass) {
    case SeverityClass::None:
        return "";
    case SeverityClass::Trace:
        return "trace";
    case SeverityClass::Debug:
        return "debug";
    case SeverityClass::Info:
        return "info";
    case SeverityClass::Warn:
        return "warn";
    case SeverityClass::Error:
        return "error";
    case SeverityClass::Fatal:
        return "fatal";
    }
    return "";
}

std::optional<Severity> parseSeverityWord(std::string_view word)
{
    if (word.empty() || word.size() > longestWord)
        return std::nullopt;
    std::array<char, longestWord> lower{};
    std::transform(word.begin(), word.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const Word wanted{{lower.data(), word.size()}, 0};
    const auto found = std::lower_bound(words.begin(), words.end(), wanted, isBefore);
    if (found == words.end() || found->text != wanted.text)
        return std::nullopt;
    return static_cast<Severity>(found->severity);
}

std::optional<Severity> severityOfNumber(std::int64_t number)
{
    constexpr std::array<std::uint8_t, 8> syslog{23, 22, 21, 17, 13, 10, 9, 5};
    if (number >= 0 && number <= 7)
        return static_cast<Severity>(syslog[static_cast<std::size_t>(number)]);
    // Pino's classes are ten apart; a level of one's own in between belongs to the class below it.
    if (number >= 10 && number < 70)
        return severityOf(static_cast<SeverityClass>(number / 10));
    return std::nullopt;
}

} // namespace weir
