// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/viewtext.h"

#include "core/config/tomlscan.h"
#include "core/config/tomlsplice.h"
#include "core/config/tomlvalue.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>
#include <vector>

namespace weir {

namespace {

using Kind = TomlStatement::Kind;
using Member = std::pair<std::string_view, std::string>; ///< a key and its value as TOML

constexpr std::array<std::string_view, 3> densities{"compact", "normal", "roomy"};
constexpr std::array<std::string_view, 4> times{"time", "datetime", "relative", "delta"};

Error notEditable()
{
    return {Error::Code::InvalidInput, {},
            "this file is written in a way that only an editor can change safely"};
}

std::vector<Member> membersOf(const ViewConfig& view)
{
    std::vector<Member> members{{"name", tomlString(view.name)}, {"query", tomlString(view.query)}};
    if (!view.columns.empty())
        members.emplace_back("columns", tomlStrings(view.columns));
    if (!view.highlights.empty())
        members.emplace_back("highlights", tomlStrings(view.highlights));
    if (view.range)
        members.emplace_back("range", tomlString(printViewRange(*view.range)));
    if (view.wraps)
        members.emplace_back("wrap", *view.wraps ? "true" : "false");
    if (view.density)
        members.emplace_back("density",
                             tomlString(densities.at(static_cast<std::size_t>(*view.density))));
    if (view.time)
        members.emplace_back("time", tomlString(times.at(static_cast<std::size_t>(*view.time))));
    if (!view.zone.empty())
        members.emplace_back("zone", tomlString(view.zone));
    return members;
}

std::vector<Member> membersOf(const HighlightRule& rule)
{
    std::vector<Member> members{{"query", tomlString(rule.query)},
                                {"color", std::to_string(rule.color)}};
    if (rule.wholeRow)
        members.emplace_back("row", "true");
    return members;
}

/// Equals signs stand below each other, as people write it.
std::string linesOf(const std::vector<Member>& members)
{
    std::size_t width = 0;
    for (const auto& [key, value] : members)
        width = std::max(width, key.size());
    std::string text;
    for (const auto& [key, value] : members)
        text += std::string(key) + std::string(width - key.size(), ' ') + " = " + value + "\n";
    return text;
}

/// A header and its members, or what stands before the first header.
struct Block
{
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isRule = false;
    std::vector<TomlStatement> members;
};

std::size_t lineBegin(std::string_view text, std::size_t at)
{
    const auto newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
}

std::vector<Block> blocksOf(std::string_view text)
{
    std::vector<Block> blocks(1);
    for (TomlStatement& statement : scanToml(text)) {
        if (statement.kind == Kind::Member) {
            blocks.back().members.push_back(std::move(statement));
            continue;
        }
        const std::size_t begin = lineBegin(text, statement.key.begin);
        blocks.back().end = begin;
        const bool isRule =
            statement.kind == Kind::TableArray && statement.path == TomlPath{"rule"};
        blocks.push_back({begin, 0, isRule, {}});
    }
    blocks.back().end = text.size();
    return blocks;
}

/// Puts values in their places, from the last one on, so that places before them stay right; what has
/// no place yet goes behind the last member.
std::string withMembers(std::string_view text, const Block& block, std::vector<Member> members)
{
    std::string result(text);
    std::size_t behind = block.begin;
    std::vector<std::pair<TomlSpan, std::string>> exchanges;
    for (const TomlStatement& statement : block.members) {
        const auto newline = text.find('\n', statement.value.end);
        behind = newline == std::string_view::npos ? text.size() : newline + 1;
        const auto wanted = std::ranges::find_if(members, [&](const Member& member) {
            return statement.path == TomlPath{std::string(member.first)};
        });
        if (wanted == members.end())
            continue;
        exchanges.emplace_back(statement.value, wanted->second);
        members.erase(wanted);
    }
    if (!members.empty()) {
        const bool endsLine = behind == 0 || text[behind - 1] == '\n';
        result.insert(behind, (endsLine ? "" : "\n") + linesOf(members));
    }
    for (const auto& [span, value] : exchanges | std::views::reverse)
        result.replace(span.begin, span.end - span.begin, value);
    return result;
}

/// Whether a text is TOML and each of these members stands in its table.
bool says(const TomlValue& table, const std::vector<Member>& members)
{
    return std::ranges::all_of(members, [&](const Member& member) {
        const TomlMember* found = table.member(member.first);
        const auto wanted = parseToml("x = " + member.second);
        const auto* value = std::get_if<TomlValue>(&wanted);
        if (!found || !value)
            return false;
        const TomlValue& a = found->value;
        const TomlValue& b = value->members.front().value;
        return a.kind == b.kind && a.text == b.text && a.integer == b.integer && a.truth == b.truth
            && std::ranges::equal(a.items, b.items, {}, &TomlValue::text, &TomlValue::text);
    });
}

Result<std::string> withTopMembers(std::string_view text, const std::vector<Member>& members)
{
    if (std::holds_alternative<TomlFault>(parseToml(text)))
        return notEditable();
    std::string result = withMembers(text, blocksOf(text).front(), members);
    const auto after = parseToml(result);
    const auto* table = std::get_if<TomlValue>(&after);
    if (!table || !says(*table, members))
        return notEditable();
    return result;
}

/// The rules of a file in their order; those that are not sound as rules that nothing equals.
std::vector<HighlightRule> rulesOf(const TomlValue& table)
{
    std::vector<HighlightRule> rules;
    const TomlMember* list = table.member("rule");
    if (!list)
        return rules;
    for (const TomlValue& item : list->value.items) {
        HighlightRule rule{{}, 0, false};
        if (const TomlMember* query = item.member("query"))
            rule.query = query->value.text;
        if (const TomlMember* color = item.member("color"))
            rule.color = static_cast<int>(color->value.integer);
        if (const TomlMember* row = item.member("row"))
            rule.wholeRow = row->value.truth;
        rules.push_back(std::move(rule));
    }
    return rules;
}

std::string withRule(std::string_view text, const HighlightRule& rule)
{
    std::string result(text);
    if (!result.empty() && !result.ends_with('\n'))
        result += '\n';
    return result + "\n[[rule]]\n" + linesOf(membersOf(rule));
}

} // namespace

std::string viewText(const ViewConfig& view)
{
    return linesOf(membersOf(view));
}

Result<std::string> editedView(std::string_view text, const ViewConfig& view)
{
    auto members = membersOf(view);
    const auto before = parseToml(text);
    const auto* table = std::get_if<TomlValue>(&before);
    if (table && view.highlights.empty() && table->member("highlights"))
        members.emplace_back("highlights", "[]");
    return withTopMembers(text, members);
}

std::string highlightText(const HighlightSet& set)
{
    std::string text = linesOf({{"name", tomlString(set.name)}});
    for (const HighlightRule& rule : set.rules)
        text = withRule(text, rule);
    return text;
}

Result<std::string> renamed(std::string_view text, std::string_view name)
{
    return withTopMembers(text, {{"name", tomlString(name)}});
}

Result<std::string> withSetRenamed(std::string_view text, const std::string& set,
                                   const std::string& newName)
{
    const auto parsed = parseToml(text);
    const auto* table = std::get_if<TomlValue>(&parsed);
    const TomlMember* list = table ? table->member("highlights") : nullptr;
    if (!list)
        return notEditable();
    std::vector<std::string> sets;
    for (const TomlValue& item : list->value.items)
        sets.push_back(item.text == set ? newName : item.text);
    return withTopMembers(text, {{"highlights", tomlStrings(sets)}});
}

Result<std::string> exchangedRule(std::string_view text,
                                  const std::optional<HighlightRule>& before,
                                  const std::optional<HighlightRule>& after)
{
    const auto parsed = parseToml(text);
    const auto* table = std::get_if<TomlValue>(&parsed);
    if (!table)
        return notEditable();
    auto rules = rulesOf(*table);
    std::string result;
    if (!before) {
        result = withRule(text, *after);
        rules.push_back(*after);
    } else {
        const auto found = std::ranges::find(rules, *before);
        if (found == rules.end())
            return Error{Error::Code::NotFound, before->query, "this rule is not there any more"};
        auto blocks = blocksOf(text);
        std::erase_if(blocks, [](const Block& block) { return !block.isRule; });
        if (blocks.size() != rules.size())
            return notEditable();
        const Block& block = blocks.at(static_cast<std::size_t>(found - rules.begin()));
        if (after) {
            auto members = membersOf(*after);
            if (!after->wholeRow && before->wholeRow)
                members.emplace_back("row", "false");
            result = withMembers(text, block, members);
            *found = *after;
        } else {
            result = std::string(text.substr(0, block.begin)) + std::string(text.substr(block.end));
            rules.erase(found);
        }
    }
    const auto checked = parseToml(result);
    const auto* now = std::get_if<TomlValue>(&checked);
    if (!now || rulesOf(*now) != rules)
        return notEditable();
    return result;
}

std::string fileNameOf(std::string_view name)
{
    std::string file;
    for (const char c : name) {
        const bool isDigit = c >= '0' && c <= '9';
        if ((c >= 'a' && c <= 'z') || isDigit)
            file += c;
        else if (c >= 'A' && c <= 'Z')
            file += static_cast<char>(c - 'A' + 'a');
        else if (!file.empty() && file.back() != '-')
            file += '-';
    }
    while (file.ends_with('-'))
        file.pop_back();
    constexpr std::size_t longest = 60;
    return file.empty() ? "unnamed" : file.substr(0, longest);
}

} // namespace weir
