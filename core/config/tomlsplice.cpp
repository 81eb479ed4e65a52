// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/tomlsplice.h"

#include "core/config/tomlparts.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

Error notEditable(std::string_view name)
{
    return {Error::Code::InvalidInput, std::string(name),
            "this source is written in a way that only an editor can change safely"};
}

Error notFound(std::string_view name)
{
    return {Error::Code::NotFound, std::string(name), "no source of this name is in weir.toml"};
}

/// Number of the source of that name among all `[[source]]`.
std::optional<std::size_t> numberOf(const TomlValue& file, std::string_view name)
{
    const TomlMember* sources = file.member("source");
    if (sources == nullptr)
        return std::nullopt;
    const auto& items = sources->value.items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const TomlMember* found = items[i].member("name");
        if (found != nullptr && found->value.text == name)
            return i;
    }
    return std::nullopt;
}

/// The comment lines directly above a line; not those a file begins with.
std::size_t withComments(std::string_view text, std::size_t begin)
{
    std::size_t first = begin;
    while (first > 0) {
        const std::size_t above = lineBeginOf(text, first - 1);
        if (!trimmedLine(text.substr(above, first - above)).starts_with('#'))
            return first;
        first = above;
    }
    return begin;
}

/// Pieces of the text that a source takes: usually one.
std::vector<TomlSpan> segmentsOf(std::string_view text, std::size_t number)
{
    std::vector<TomlSpan> segments;
    for (const TomlPart& part : sourceParts(text, number)) {
        const std::size_t end =
            lineEndOf(text, part.kind == TomlStatement::Kind::Member ? part.value.end : part.key.end);
        const std::size_t begin = lineBeginOf(text, part.key.begin);
        // What stands between two statements of the same source belongs to it, another table does not.
        const bool goesOn = !segments.empty()
            && scanToml(TomlSpan{segments.back().end, std::max(begin, segments.back().end)}.of(text))
                   .empty();
        if (goesOn)
            segments.back().end = end;
        else
            segments.push_back({begin, end});
    }
    return segments;
}

} // namespace

std::string tomlString(std::string_view text)
{
    const bool isPlain = std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    const bool needsEscape = text.find_first_of("\"\\") != std::string_view::npos;
    if (isPlain && needsEscape && text.find('\'') == std::string_view::npos)
        return fmt::format("'{}'", text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += {'\\', c};
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            quoted += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
        else
            quoted += c;
    }
    return quoted + '"';
}

std::string tomlStrings(const std::vector<std::string>& texts)
{
    std::string list;
    for (const std::string& text : texts)
        list += (list.empty() ? "" : ", ") + tomlString(text);
    return "[" + list + "]";
}

std::string tomlKey(std::string_view key)
{
    const bool isBare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_' || c == '-';
    });
    return isBare ? std::string(key) : tomlString(key);
}

std::string sourceBlock(std::string_view toml, std::string_view name)
{
    const auto file = parsedToml(toml);
    const auto number = file ? numberOf(*file, name) : std::nullopt;
    std::string block;
    if (number) {
        for (const TomlSpan& segment : segmentsOf(toml, *number))
            block += segment.of(toml);
    }
    return block;
}

Result<std::string> editSource(std::string_view toml, std::string_view name,
                               const std::vector<TomlEdit>& edits)
{
    auto wanted = parsedToml(toml);
    const auto number = wanted ? numberOf(*wanted, name) : std::nullopt;
    if (!number)
        return wanted ? notFound(name) : notEditable(name);
    std::string text(toml);
    for (const TomlEdit& edit : edits) {
        const auto value = parsedToml("x = " + edit.value.value_or("0"));
        auto next = value ? spliceToml(text, sourceParts(text, *number), edit, "source") : std::nullopt;
        if (!next)
            return notEditable(name);
        text = std::move(*next);
        TomlMember* sources = nullptr;
        for (TomlMember& member : wanted->members) {
            if (member.key == "source")
                sources = &member;
        }
        changeToml(sources->value.items[*number], edit.path,
               edit.value ? &value->members.front().value : nullptr);
    }
    const auto now = parsedToml(text);
    if (!now || !isSameToml(*now, *wanted))
        return notEditable(name);
    return text;
}

Result<std::string> editTable(std::string_view toml, const std::string& table,
                              const std::vector<TomlEdit>& edits)
{
    const Error notSafe{Error::Code::InvalidInput, table,
                        "this part of weir.toml is written in a way that only an editor can change "
                        "safely"};
    auto wanted = parsedToml(toml);
    if (!wanted)
        return notSafe;
    std::string text(toml);
    for (const TomlEdit& edit : edits) {
        const auto value = parsedToml("x = " + edit.value.value_or("0"));
        auto next = value ? spliceToml(text, tableParts(text, table), edit, table) : std::nullopt;
        if (!next)
            return notSafe;
        text = std::move(*next);
        TomlPath path{table};
        path.insert(path.end(), edit.path.begin(), edit.path.end());
        changeToml(*wanted, path, edit.value ? &value->members.front().value : nullptr);
    }
    const auto now = parsedToml(text);
    if (!now || !isSameToml(*now, *wanted))
        return notSafe;
    return text;
}

Result<std::string> appendSource(std::string_view toml, std::string_view block)
{
    const auto before = parsedToml(toml);
    const auto added = parsedToml(block);
    const TomlMember* source = added ? added->member("source") : nullptr;
    const TomlMember* name = source != nullptr && source->value.items.size() == 1
        ? source->value.items.front().member("name")
        : nullptr;
    if (!before || name == nullptr)
        return Error{Error::Code::InvalidInput, {}, "this is not one source with a name"};
    if (numberOf(*before, name->value.text))
        return Error{Error::Code::InvalidInput, name->value.text, "a source has this name already"};
    const std::string newline(newlineOf(toml));
    std::string text(toml);
    if (!text.empty() && !text.ends_with('\n'))
        text += newline;
    if (!trimmedLine(text).empty() && !text.ends_with(newline + newline))
        text += newline;
    text += block;
    if (!text.ends_with('\n'))
        text += newline;
    const auto now = parsedToml(text);
    const auto number = now ? numberOf(*now, name->value.text) : std::nullopt;
    const TomlMember* old = before->member("source");
    if (!number || *number != (old != nullptr ? old->value.items.size() : 0))
        return notEditable(name->value.text);
    return text;
}

Result<std::string> removeSource(std::string_view toml, std::string_view name)
{
    auto wanted = parsedToml(toml);
    const auto number = wanted ? numberOf(*wanted, name) : std::nullopt;
    if (!number)
        return wanted ? notFound(name) : notEditable(name);
    auto segments = segmentsOf(toml, *number);
    if (segments.empty())
        return notEditable(name);
    segments.front().begin = withComments(toml, segments.front().begin);
    // The empty lines below go too, so that what follows stands where the source stood.
    for (std::size_t end = segments.back().end; end < toml.size(); segments.back().end = end) {
        const std::size_t next = lineEndOf(toml, end);
        if (!trimmedLine(toml.substr(end, next - end)).empty())
            break;
        end = next;
    }
    std::string text(toml);
    for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment)
        text.erase(segment->begin, segment->end - segment->begin);
    for (TomlMember& member : wanted->members) {
        if (member.key == "source")
            member.value.items.erase(member.value.items.begin()
                                     + static_cast<std::ptrdiff_t>(*number));
    }
    std::erase_if(wanted->members, [](const TomlMember& member) {
        return member.key == "source" && member.value.items.empty();
    });
    const auto now = parsedToml(text);
    if (!now || !isSameToml(*now, *wanted))
        return notEditable(name);
    return text;
}

} // namespace weir
