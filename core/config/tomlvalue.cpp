// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/tomlvalue.h"

#include "core/config/tomlguard.h"

#include <fmt/format.h>

#include <algorithm>

// Header-only: the shared library would be one more to load at the start of the command line.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace weir {

namespace {

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

TomlPlace placeOf(const toml::source_region& region)
{
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

/// From the parser's tree to ours.
class Converter final
{
public:
    explicit Converter(std::string_view text)
        : m_lines(linesOf(text))
    {
    }

    TomlValue convert(const toml::node& node) const
    {
        TomlValue value;
        value.place = placeOf(node.source());
        node.visit([&](const auto& content) { fill(value, content); });
        return value;
    }

private:
    void fill(TomlValue& value, const toml::table& table) const
    {
        value.kind = TomlValue::Kind::Table;
        for (const auto& [key, node] : table)
            value.members.push_back({std::string(key.str()), placeOf(key.source()), convert(node)});
    }

    void fill(TomlValue& value, const toml::array& array) const
    {
        value.kind = TomlValue::Kind::Array;
        for (const toml::node& node : array)
            value.items.push_back(convert(node));
    }

    void fill(TomlValue& value, const toml::value<std::string>& content) const
    {
        value.kind = TomlValue::Kind::String;
        value.text = content.get();
        value.isVerbatim = isVerbatim(value);
    }

    void fill(TomlValue& value, const toml::value<std::int64_t>& content) const
    {
        value.kind = TomlValue::Kind::Integer;
        value.integer = content.get();
        value.number = static_cast<double>(content.get());
    }

    void fill(TomlValue& value, const toml::value<double>& content) const
    {
        value.kind = TomlValue::Kind::Float;
        value.number = content.get();
    }

    void fill(TomlValue& value, const toml::value<bool>& content) const
    {
        value.kind = TomlValue::Kind::Boolean;
        value.truth = content.get();
    }

    void fill(TomlValue& value, const toml::value<toml::date>& content) const
    {
        value.kind = TomlValue::Kind::Time;
        value.text = print(content.get());
    }

    void fill(TomlValue& value, const toml::value<toml::time>& content) const
    {
        value.kind = TomlValue::Kind::Time;
        value.text = print(content.get());
    }

    void fill(TomlValue& value, const toml::value<toml::date_time>& content) const
    {
        const toml::date_time& time = content.get();
        value.kind = TomlValue::Kind::Time;
        value.text = print(time.date) + 'T' + print(time.time);
        if (time.offset) {
            const int minutes = time.offset->minutes;
            const int size = minutes < 0 ? -minutes : minutes;
            value.text +=
                fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', size / 60, size % 60);
        }
    }

    static std::string print(const toml::date& date)
    {
        return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    }

    static std::string print(const toml::time& time)
    {
        return fmt::format("{:02}:{:02}:{:02}.{:09}", time.hour, time.minute, time.second,
                           time.nanosecond);
    }

    bool isVerbatim(const TomlValue& value) const
    {
        const auto line = static_cast<std::size_t>(value.place.line);
        if (line == 0 || line > m_lines.size())
            return false;
        std::string_view rest = m_lines[line - 1];
        for (int column = 1; column < value.place.column && !rest.empty(); ++column) {
            do
                rest.remove_prefix(1);
            while (!rest.empty() && isContinuation(rest.front()));
        }
        if (rest.empty() || (rest.front() != '"' && rest.front() != '\''))
            return false;
        const char quote = rest.front();
        rest.remove_prefix(1);
        return rest.starts_with(value.text) && rest.substr(value.text.size()).starts_with(quote);
    }

    std::vector<std::string_view> m_lines;
};

} // namespace

const TomlMember* TomlValue::member(std::string_view key) const
{
    const auto found = std::find_if(members.begin(), members.end(),
                                    [key](const TomlMember& member) { return member.key == key; });
    return found == members.end() ? nullptr : &*found;
}

TomlPlace TomlValue::placeInside(std::size_t offset) const
{
    if (!isVerbatim)
        return place;
    const std::string_view before = std::string_view(text).substr(0, offset);
    const auto continuations = std::count_if(before.begin(), before.end(), isContinuation);
    const auto characters = static_cast<std::ptrdiff_t>(before.size()) - continuations;
    return {place.line, place.column + 1 + static_cast<int>(characters)};
}

std::variant<TomlValue, TomlFault> parseToml(std::string_view text)
{
    if (auto fault = findUnreadable(text))
        return *fault;
    const toml::parse_result parsed = toml::parse(text);
    if (parsed)
        return Converter(text).convert(parsed.table());
    const toml::parse_error& error = parsed.error();
    return TomlFault{placeOf(error.source()), std::string(error.description())};
}

std::string_view describe(TomlValue::Kind kind)
{
    switch (kind) {
    case TomlValue::Kind::String:
        return "a string";
    case TomlValue::Kind::Integer:
        return "a whole number";
    case TomlValue::Kind::Float:
        return "a number";
    case TomlValue::Kind::Boolean:
        return "true or false";
    case TomlValue::Kind::Time:
        return "a time";
    case TomlValue::Kind::Array:
        return "a list";
    case TomlValue::Kind::Table:
        return "a table";
    }
    return "something else";
}

} // namespace weir
