// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/tomlparts.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

using Kind = TomlStatement::Kind;
using Part = TomlPart;

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

/// Exchanges the bytes of one change in one table.
class Splice final
{
public:
    Splice(std::string_view text, std::vector<Part> parts, const TomlEdit& edit,
           std::string_view name)
        : m_text(text)
        , m_parts(std::move(parts))
        , m_edit(edit)
        , m_name(name)
    {
    }

    /// Nothing: it is written in a way that is not known here.
    std::optional<std::string> result()
    {
        if (m_edit.path.empty())
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
            std::size_t begin = lineBeginOf(m_text, part.key.begin);
            // An empty line in front of a header was there for the header.
            if (part.kind != Kind::Member && begin > 0) {
                const std::size_t above = lineBeginOf(m_text, begin - 1);
                if (trimmedLine(m_text.substr(above, begin - above)).empty())
                    begin = above;
            }
            text.erase(begin, lineEndOf(m_text, last) - begin);
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
        if (header == nullptr)
            return withHeader();
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

    /// The table itself, at the end of the text.
    std::string withHeader() const
    {
        const std::string newline(newlineOf(m_text));
        std::string text(m_text);
        if (!text.empty() && !text.ends_with('\n'))
            text += newline;
        if (!trimmedLine(text).empty() && !text.ends_with(newline + newline))
            text += newline;
        std::string value = *m_edit.value;
        for (std::size_t i = m_edit.path.size(); i-- > 1;)
            value = fmt::format("{{ {} = {} }}", tomlKey(m_edit.path[i]), value);
        return text
            + fmt::format("[{}]{}{} = {}{}", tomlKey(m_name), newline,
                          tomlKey(m_edit.path.front()), value, newline);
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
        const std::size_t begin = lineBeginOf(m_text, last->key.begin);
        const std::string_view indent = m_text.substr(begin, last->key.begin - begin);
        // Equals signs in a column stay in a column.
        const std::size_t width =
            isFirst ? 0 : m_text.find('=', last->key.end) - last->key.begin - 1;
        const std::string line = fmt::format("{}{:<{}} = {}", indent, key, width, *m_edit.value);
        return inserted(lineEndOf(m_text, end), atLineEnd(lineEndOf(m_text, end), line));
    }

    /// A header of its own below everything of the source.
    std::string withTable(const TomlPath& table) const
    {
        const Part& last = m_parts.back();
        const std::size_t end =
            lineEndOf(m_text, last.kind == Kind::Member ? last.value.end : last.key.end);
        const std::string lines =
            fmt::format("[{}.{}]{}{} = {}", tomlKey(m_name), dotted(table), newlineOf(m_text),
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
    std::string_view m_name;
};

} // namespace

std::size_t lineBeginOf(std::string_view text, std::size_t at)
{
    const auto newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
}

std::size_t lineEndOf(std::string_view text, std::size_t at)
{
    const auto newline = text.find('\n', at);
    return newline == std::string_view::npos ? text.size() : newline + 1;
}

std::string_view trimmedLine(std::string_view line)
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

std::vector<Part> sourceParts(std::string_view text, std::size_t number)
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

std::vector<Part> tableParts(std::string_view text, const std::string& table)
{
    std::vector<Part> parts;
    TomlPath header;
    for (const TomlStatement& statement : scanToml(text)) {
        const bool isMember = statement.kind == Kind::Member;
        const TomlPath whole = isMember ? joined(header, statement.path) : statement.path;
        if (!isMember)
            header = statement.path;
        if (whole.front() != table)
            continue;
        const auto below = [](const TomlPath& path) {
            return path.empty() ? TomlPath{} : TomlPath(path.begin() + 1, path.end());
        };
        parts.push_back({statement.kind, below(whole), below(header), statement.key,
                         isMember ? statement.value : TomlSpan{}});
    }
    return parts;
}

bool isSameToml(const TomlValue& left, const TomlValue& right)
{
    const auto sameMember = [](const TomlMember* a, const TomlMember* b) {
        return a->key == b->key && isSameToml(a->value, b->value);
    };
    const auto ours = filledMembers(left);
    const auto theirs = filledMembers(right);
    return left.kind == right.kind && left.text == right.text && left.integer == right.integer
        && (left.number == right.number || left.number != left.number) && left.truth == right.truth
        && std::equal(left.items.begin(), left.items.end(), right.items.begin(), right.items.end(),
                      isSameToml)
        && std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(), sameMember);
}

/// The members of a table come sorted from the parser; a new one goes to its place.
void changeToml(TomlValue& table, std::span<const std::string> path, const TomlValue* value)
{
    const auto place = std::find_if(table.members.begin(), table.members.end(),
                                    [&](const TomlMember& m) { return m.key >= path.front(); });
    const bool isThere = place != table.members.end() && place->key == path.front();
    if (path.size() > 1) {
        if (!isThere && value == nullptr)
            return;
        auto& inner = isThere ? *place : *table.members.insert(place, {path.front(), {}, {}});
        changeToml(inner.value, path.subspan(1), value);
    } else if (value == nullptr) {
        if (isThere)
            table.members.erase(place);
    } else if (isThere) {
        place->value = *value;
    } else {
        table.members.insert(place, {path.front(), {}, *value});
    }
}

std::optional<TomlValue> parsedToml(std::string_view text)
{
    auto result = parseToml(text);
    if (auto* value = std::get_if<TomlValue>(&result))
        return std::move(*value);
    return std::nullopt;
}

std::optional<std::string> spliceToml(std::string_view text, std::vector<TomlPart> parts,
                                      const TomlEdit& edit, std::string_view name)
{
    return Splice(text, std::move(parts), edit, name).result();
}

} // namespace weir
