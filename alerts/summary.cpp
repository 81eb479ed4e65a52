// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/summary.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace weir {

namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<std::string> labelValue(std::string_view name, const SummaryFacts& facts)
{
    for (std::size_t i = 0; i < facts.fields.size(); ++i) {
        if (facts.fields[i] == name || labelName(facts.fields[i]) == name)
            return facts.values[i];
    }
    return std::nullopt;
}

std::optional<std::string> expansion(std::string_view name, const SummaryFacts& facts)
{
    constexpr std::string_view labels = "labels.";
    if (name == "value")
        return numberText(facts.value);
    if (name == "since")
        return formatTime(facts.since, 0);
    if (name.starts_with(labels))
        return labelValue(name.substr(labels.size()), facts);
    return std::nullopt;
}

} // namespace

std::string numberText(double value)
{
    if (value == std::floor(value) && std::abs(value) < 1e15)
        return fmt::format("{:.0f}", value);
    return std::abs(value) < 1000 ? fmt::format("{:.4g}", value) : fmt::format("{:.0f}", value);
}

std::string thresholdText(const Threshold& threshold)
{
    using Comparison = Threshold::Comparison;
    std::string_view sign;
    switch (threshold.comparison) {
    case Comparison::Less:
        sign = "<";
        break;
    case Comparison::LessEqual:
        sign = "<=";
        break;
    case Comparison::Greater:
        sign = ">";
        break;
    case Comparison::GreaterEqual:
        sign = ">=";
        break;
    case Comparison::Equal:
        sign = "==";
        break;
    case Comparison::NotEqual:
        sign = "!=";
        break;
    }
    return fmt::format("{} {}", sign, numberText(threshold.value));
}

std::string labelsText(std::span<const std::string> fields, std::span<const std::string> values)
{
    std::string text;
    for (std::size_t i = 0; i < fields.size() && i < values.size(); ++i) {
        if (i > 0)
            text += ", ";
        text.append(labelName(fields[i])).append("=").append(values[i]);
    }
    return text;
}

std::string fillSummary(std::string_view summary, const SummaryFacts& facts)
{
    if (summary.empty())
        return numberText(facts.value);
    std::string text;
    while (!summary.empty()) {
        const auto open = summary.find("{{");
        const auto close = open == std::string_view::npos ? open : summary.find("}}", open + 2);
        if (close == std::string_view::npos)
            return text.append(summary);
        const std::string_view placeholder = summary.substr(open, close + 2 - open);
        text.append(summary.substr(0, open));
        text.append(expansion(trimmed(placeholder.substr(2, placeholder.size() - 4)), facts)
                        .value_or(std::string(placeholder)));
        summary.remove_prefix(close + 2);
    }
    return text;
}

} // namespace weir
