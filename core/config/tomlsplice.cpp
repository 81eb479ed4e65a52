// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/tomlsplice.h"

#include "core/config/tomlvalue.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace weir {

namespace {

using Kind = TomlStatement::Kind;

Error notEditable(std::string_view name)
{
    return {Error::Code::InvalidInput, std::string(name),
            "this source is written in a way that only an editor can change safely"};
}

Error notFound(std::string_view name)
{
    return {Error::Code::NotFound, std::string(name), "no source of this name is in weir.toml"};
}

std::size_t lineBegin(std::string_view text, std::size_t at)
{
    const auto newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
}

/// Behind the newline, or the end of the text.
std::size_t lineEnd(std::string_view text, std::size_t at)
{
    const auto newline = text.find('\n', at);
    return newline == std::string_view::npos ? text.size() : newline + 1;
}

std::string_view trimmed(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos
        ? std::string_view()
        : line.substr(first, line.find_last_not_of(" \t\r\n") + 1 - first);
}

std::string_view newlineOf(std::string_view text)
{
    return text.find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
}

bool isPrefix(const TomlPath& prefix, const TomlPath& path)
{
    return prefix.size() <= path.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

bool samePath(const TomlPath& left, std::span<const std::string> right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end());
}

TomlPath joined(TomlPath path, const TomlPath& more)
{
    path.insert(path.end(), more.begin(), more.end());
    return path;
}

std::string dotted(const TomlPath& path)
{
    std::string text;
    for (const std::string& key : path)
        text += (text.empty() ? "" : ".") + tomlKey(key);
    return text;
}

/// A statement of a source; its path is relative to the source.
struct Part
{
    Kind kind;
    TomlPath path;
    TomlPath table; ///< the header it stands below
    TomlSpan key;
    TomlSpan value;
};

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

/// The statements of one source in their order; empty when it has no `[[source]]` of its own.
std::vector<Part> partsOf(std::string_view text, std::size_t number)
{
    std::vector<Part> parts;
    std::size_t sources = 0;
    bool isOurs = false;
    TomlPath table;
    for (const TomlStatement& statement : scanToml(text)) {
        if (statement.kind == Kind::Member) {
            if (isOurs)
                parts.push_back({statement.kind, joined(table, statement.path), table,
                                 statement.key, statement.value});
            continue;
        }
        const bool isSource = statement.path.front() == "source";
        if (isSource && statement.kind == Kind::TableArray && statement.path.size() == 1)
            ++sources;
        isOurs = isSource && sources == number + 1;
        table.assign(statement.path.begin() + 1, statement.path.end());
        if (isOurs)
            parts.push_back({statement.kind, table, table, statement.key, {}});
    }
    return parts;
}

/// A table that stood only in the headers of tables below it goes with the last of them: an empty
/// table is taken for none.
std::vector<const TomlMember*> filledMembers(const TomlValue& table)
{
    std::vector<const TomlMember*> members;
    for (const TomlMember& member : table.members) {
        if (member.value.kind != TomlValue::Kind::Table || !filledMembers(member.value).empty())
            members.push_back(&member);
    }
    return members;
}

bool isSame(const TomlValue& left, const TomlValue& right)
{
    const auto sameMember = [](const TomlMember* a, const TomlMember* b) {
        return a->key == b->key && isSame(a->value, b->value);
    };
    const auto ours = filledMembers(left);
    const auto theirs = filledMembers(right);
    return left.kind == right.kind && left.text == right.text && left.integer == right.integer
        && (left.number == right.number || left.number != left.number) && left.truth == right.truth
        && std::equal(left.items.begin(), left.items.end(), right.items.begin(), right.items.end(),
                      isSame)
        && std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(), sameMember);
}

/// The members of a table come sorted from the parser; a new one goes to its place.
void change(TomlValue& table, std::span<const std::string> path, const TomlValue* value)
{
    const auto place = std::find_if(table.members.begin(), table.members.end(),
                                    [&](const TomlMember& m) { return m.key >= path.front(); });
    const bool isThere = place != table.members.end() && place->key == path.front();
    if (path.size() > 1) {
        if (!isThere && value == nullptr)
            return;
        auto& inner = isThere ? *place : *table.members.insert(place, {path.front(), {}, {}});
        change(inner.value, path.subspan(1), value);
    } else if (value == nullptr) {
        if (isThere)
            table.members.erase(place);
    } else if (isThere) {
        place->value = *value;
    } else {
        table.members.insert(place, {path.front(), {}, *value});
    }
}

std::optional<TomlValue> parsed(std::string_view text)
{
    auto result = parseToml(text);
    if (auto* value = std::get_if<TomlValue>(&result))
        return std::move(*value);
    return std::nullopt;
}

/// Exchanges the bytes of one change in one source.
class Splice final
{
public:
    Splice(std::string_view text, std::size_t number, const TomlEdit& edit)
        : m_text(text)
        , m_parts(partsOf(text, number))
        , m_edit(edit)
    {
    }

    /// Nothing: it is written in a way that is not known here.
    std::optional<std::string> result()
    {
        if (m_parts.empty() || m_edit.path.empty())
            return std::nullopt;
        for (const Part& part : m_parts) {
            if (part.kind != Kind::Member || !isPrefix(part.path, m_edit.path))
                continue;
            if (part.path == m_edit.path)
                return m_edit.value ? replaced(part.value, *m_edit.value) : withoutStatements();
            if (m_text[part.value.begin] != '{')
                return std::nullopt;
            return insideInline(part.value, part.path.size());
        }
        if (!m_edit.value)
            return withoutStatements();
        return insideTables();
    }

private:
    std::string replaced(TomlSpan span, std::string_view by) const
    {
        std::string text(m_text.substr(0, span.begin));
        text += by;
        text += m_text.substr(span.end);
        return text;
    }

    std::string inserted(std::size_t at, std::string_view what) const
    {
        return replaced({at, at}, what);
    }

    /// Takes out every statement at or below the path with the lines it takes; a header's comments
    /// between its members go with it.
    std::string withoutStatements() const
    {
        std::string text(m_text);
        for (std::size_t i = m_parts.size(); i-- > 0;) {
            const Part& part = m_parts[i];
            if (!isPrefix(m_edit.path, part.path))
                continue;
            const std::size_t last = part.kind == Kind::Member ? part.value.end : part.key.end;
            std::size_t begin = lineBegin(m_text, part.key.begin);
            // An empty line in front of a header was there for the header.
            if (part.kind != Kind::Member && begin > 0) {
                const std::size_t above = lineBegin(m_text, begin - 1);
                if (trimmed(m_text.substr(above, begin - above)).empty())
                    begin = above;
            }
            text.erase(begin, lineEnd(m_text, last) - begin);
        }
        return text;
    }

    std::optional<std::string> insideInline(TomlSpan table, std::size_t depth) const
    {
        const std::span<const std::string> rest = std::span(m_edit.path).subspan(depth);
        const auto members = scanInlineTable(m_text, table);
        for (std::size_t i = 0; i < members.size(); ++i) {
            const TomlStatement& member = members[i];
            if (!std::equal(member.path.begin(), member.path.end(), rest.begin(),
                            rest.begin()
                                + static_cast<std::ptrdiff_t>(
                                    std::min(rest.size(), member.path.size()))))
                continue;
            if (samePath(member.path, rest))
                return m_edit.value ? replaced(member.value, *m_edit.value)
                                    : withoutMember(members, i);
            if (m_text[member.value.begin] == '{')
                return insideInline(member.value, depth + member.path.size());
            return std::nullopt;
        }
        if (!m_edit.value)
            return std::string(m_text);
        std::string addition = *m_edit.value;
        for (std::size_t i = rest.size(); i-- > 1;)
            addition = fmt::format("{{ {} = {} }}", tomlKey(rest[i]), addition);
        addition = fmt::format("{} = {}", tomlKey(rest.front()), addition);
        if (members.empty())
            return replaced(table, "{ " + addition + " }");
        return inserted(members.back().value.end, ", " + addition);
    }

    std::string withoutMember(const std::vector<TomlStatement>& members, std::size_t i) const
    {
        if (i > 0)
            return replaced({members[i - 1].value.end, members[i].value.end}, {});
        const bool isAlone = members.size() == 1;
        return replaced({members[0].key.begin, isAlone ? members[0].value.end
                                                       : members[1].key.begin},
                        {});
    }

    std::string insideTables() const
    {
        TomlPath table = m_edit.path;
        table.pop_back();
        // The deepest table on the way that has a header; the source itself always has one.
        const Part* header = nullptr;
        for (const Part& part : m_parts) {
            if (part.kind != Kind::Member && isPrefix(part.path, table)
                && (header == nullptr || part.path.size() > header->path.size()))
                header = &part;
        }
        // `kafka.brokers = …`: what belongs to a table written with dots is written with dots.
        const bool isDotted = std::any_of(m_parts.begin(), m_parts.end(), [&](const Part& part) {
            return part.kind == Kind::Member && part.table == header->path
                && part.path.size() > header->path.size() + 1 && !table.empty()
                && isPrefix(TomlPath(m_edit.path.begin(),
                                     m_edit.path.begin()
                                         + static_cast<std::ptrdiff_t>(header->path.size() + 1)),
                            part.path);
        });
        const TomlPath rest(m_edit.path.begin() + static_cast<std::ptrdiff_t>(header->path.size()),
                            m_edit.path.end());
        if (rest.size() == 1 || isDotted)
            return withMember(*header, dotted(rest));
        return withTable(table);
    }

    /// A line below the last one of a header.
    std::string withMember(const Part& header, const std::string& key) const
    {
        const Part* last = &header;
        for (const Part& part : m_parts) {
            if (part.kind == Kind::Member && part.table == header.path)
                last = &part;
        }
        const bool isFirst = last == &header;
        const std::size_t end = isFirst ? last->key.end : last->value.end;
        const std::size_t begin = lineBegin(m_text, last->key.begin);
        const std::string_view indent = m_text.substr(begin, last->key.begin - begin);
        // Equals signs in a column stay in a column.
        const std::size_t width =
            isFirst ? 0 : m_text.find('=', last->key.end) - last->key.begin - 1;
        const std::string line = fmt::format("{}{:<{}} = {}", indent, key, width, *m_edit.value);
        return inserted(lineEnd(m_text, end), atLineEnd(lineEnd(m_text, end), line));
    }

    /// A header of its own below everything of the source.
    std::string withTable(const TomlPath& table) const
    {
        const Part& last = m_parts.back();
        const std::size_t end =
            lineEnd(m_text, last.kind == Kind::Member ? last.value.end : last.key.end);
        const std::string lines =
            fmt::format("[source.{}]{}{} = {}", dotted(table), newlineOf(m_text),
                        tomlKey(m_edit.path.back()), *m_edit.value);
        return inserted(end, atLineEnd(end, lines));
    }

    /// A last line may lack its newline.
    std::string atLineEnd(std::size_t at, const std::string& lines) const
    {
        const std::string newline(newlineOf(m_text));
        return at > 0 && m_text[at - 1] == '\n' ? lines + newline : newline + lines;
    }

    std::string_view m_text;
    std::vector<Part> m_parts;
    const TomlEdit& m_edit;
};

/// The comment lines directly above a line; not those a file begins with.
std::size_t withComments(std::string_view text, std::size_t begin)
{
    std::size_t first = begin;
    while (first > 0) {
        const std::size_t above = lineBegin(text, first - 1);
        if (!trimmed(text.substr(above, first - above)).starts_with('#'))
            return first;
        first = above;
    }
    return begin;
}

/// Pieces of the text that a source takes: usually one.
std::vector<TomlSpan> segmentsOf(std::string_view text, std::size_t number)
{
    std::vector<TomlSpan> segments;
    for (const Part& part : partsOf(text, number)) {
        const std::size_t end =
            lineEnd(text, part.kind == Kind::Member ? part.value.end : part.key.end);
        const std::size_t begin = lineBegin(text, part.key.begin);
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
    const auto file = parsed(toml);
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
    auto wanted = parsed(toml);
    const auto number = wanted ? numberOf(*wanted, name) : std::nullopt;
    if (!number)
        return wanted ? notFound(name) : notEditable(name);
    std::string text(toml);
    for (const TomlEdit& edit : edits) {
        const auto value = parsed("x = " + edit.value.value_or("0"));
        auto next = value ? Splice(text, *number, edit).result() : std::nullopt;
        if (!next)
            return notEditable(name);
        text = std::move(*next);
        TomlMember* sources = nullptr;
        for (TomlMember& member : wanted->members) {
            if (member.key == "source")
                sources = &member;
        }
        change(sources->value.items[*number], edit.path,
               edit.value ? &value->members.front().value : nullptr);
    }
    const auto now = parsed(text);
    if (!now || !isSame(*now, *wanted))
        return notEditable(name);
    return text;
}

Result<std::string> appendSource(std::string_view toml, std::string_view block)
{
    const auto before = parsed(toml);
    const auto added = parsed(block);
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
    if (!trimmed(text).empty() && !text.ends_with(newline + newline))
        text += newline;
    text += block;
    if (!text.ends_with('\n'))
        text += newline;
    const auto now = parsed(text);
    const auto number = now ? numberOf(*now, name->value.text) : std::nullopt;
    const TomlMember* old = before->member("source");
    if (!number || *number != (old != nullptr ? old->value.items.size() : 0))
        return notEditable(name->value.text);
    return text;
}

Result<std::string> removeSource(std::string_view toml, std::string_view name)
{
    auto wanted = parsed(toml);
    const auto number = wanted ? numberOf(*wanted, name) : std::nullopt;
    if (!number)
        return wanted ? notFound(name) : notEditable(name);
    auto segments = segmentsOf(toml, *number);
    if (segments.empty())
        return notEditable(name);
    segments.front().begin = withComments(toml, segments.front().begin);
    // The empty lines below go too, so that what follows stands where the source stood.
    for (std::size_t end = segments.back().end; end < toml.size(); segments.back().end = end) {
        const std::size_t next = lineEnd(toml, end);
        if (!trimmed(toml.substr(end, next - end)).empty())
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
    const auto now = parsed(text);
    if (!now || !isSame(*now, *wanted))
        return notEditable(name);
    return text;
}

} // namespace weir
