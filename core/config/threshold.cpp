// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"
#include "core/config/readers.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace weir {

namespace {

using Comparison = Threshold::Comparison;

constexpr std::string_view supported =
    "a condition is one of > >= < <= == != and a number, such as \"> 50\"";

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

struct Sign
{
    std::string_view text;
    Comparison comparison;
};

/// The longer first: `>` begins `>=` too.
constexpr std::array signs{
    Sign{">=", Comparison::GreaterEqual}, Sign{"<=", Comparison::LessEqual},
    Sign{"==", Comparison::Equal},        Sign{"!=", Comparison::NotEqual},
    Sign{">", Comparison::Greater},       Sign{"<", Comparison::Less},
    Sign{"=", Comparison::Equal},
};

} // namespace

bool Threshold::holds(double measured) const
{
    switch (comparison) {
    case Comparison::Less:
        return measured < value;
    case Comparison::LessEqual:
        return measured <= value;
    case Comparison::Greater:
        return measured > value;
    case Comparison::GreaterEqual:
        return measured >= value;
    case Comparison::Equal:
        return measured == value;
    case Comparison::NotEqual:
        // No number is no measurement, so nothing holds of it.
        return measured < value || measured > value;
    }
    return false;
}

std::variant<Threshold, std::string> parseThreshold(std::string_view text)
{
    std::string_view rest = trimmed(text);
    for (const std::string_view word : {"between", "outside", "absent", "change"}) {
        if (rest.starts_with(word))
            return fmt::format("'{}' is not supported yet; {}", word, supported);
    }
    for (const Sign& sign : signs) {
        if (!rest.starts_with(sign.text))
            continue;
        rest = trimmed(rest.substr(sign.text.size()));
        Threshold threshold{sign.comparison, 0};
        const auto [end, failed] =
            std::from_chars(rest.data(), rest.data() + rest.size(), threshold.value);
        if (failed != std::errc() || end != rest.data() + rest.size()
            || !std::isfinite(threshold.value))
            return fmt::format("'{}' is no number; {}", rest, supported);
        return threshold;
    }
    return fmt::format("'{}' is no condition; {}", text, supported);
}

} // namespace weir
