// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcetext.h"

#include "core/config/tomlvalue.h"

#include <fstream>
#include <iterator>
#include <vector>

namespace weir {

namespace {

std::string_view trimmed(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return line.substr(first, line.find_last_not_of(" \t\r\n") + 1 - first);
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto length = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

/// `[[source]]` begins another source, `[index]` something else; `[source.kafka]` belongs to ours.
bool beginsAnother(std::string_view line)
{
    const std::string_view text = trimmed(line);
    return text.substr(0, 1) == "[" && text.substr(0, 8) != "[source.";
}

/// The line, from 1, of the `[[source]]` of that name; 0: none.
int lineOf(const TomlValue& file, const std::string& name)
{
    const TomlMember* sources = file.member("source");
    if (sources == nullptr)
        return 0;
    for (const TomlValue& source : sources->value.items) {
        const TomlMember* found = source.member("name");
        if (found != nullptr && found->value.text == name)
            return source.place.line > 0 ? source.place.line : found->place.line;
    }
    return 0;
}

} // namespace

std::string sourceText(std::string_view toml, const std::string& name)
{
    const auto parsed = parseToml(toml);
    const auto* file = std::get_if<TomlValue>(&parsed);
    const int place = file != nullptr ? lineOf(*file, name) : 0;
    const std::vector<std::string_view> lines = linesOf(toml);
    if (place < 1 || static_cast<std::size_t>(place) > lines.size())
        return {};
    auto first = static_cast<std::size_t>(place) - 1;
    while (first > 0 && trimmed(lines[first]).substr(0, 10) != "[[source]]")
        --first;
    std::size_t end = first + 1;
    while (end < lines.size() && !beginsAnother(lines[end]))
        ++end;
    // A comment before the next table belongs to that one.
    while (end > first + 1
           && (trimmed(lines[end - 1]).empty() || trimmed(lines[end - 1]).front() == '#'))
        --end;
    std::string text;
    for (std::size_t i = first; i < end; ++i)
        text += lines[i];
    return text;
}

std::string readSourceText(const std::filesystem::path& config, const std::string& name)
{
    std::ifstream file(config / "weir.toml", std::ios::binary);
    const std::string toml((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    return sourceText(toml, name);
}

} // namespace weir
