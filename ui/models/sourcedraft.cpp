// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcedraft.h"

#include "core/config/readers.h"
#include "core/config/tomlvalue.h"

#include <algorithm>

namespace weir {

namespace {

using Type = SourceField::Type;
using When = SourceField::When;

constexpr std::size_t widestLine = 100;

const TomlPath protocolPath{"kafka", "security", "protocol"};
const TomlPath mechanismPath{"kafka", "security", "mechanism"};
const TomlPath typePath{"zeromq", "type"};

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r") + 1 - first));
}

/// Lines with something in them.
std::vector<std::string> linesOf(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (std::string line = trimmed(text.substr(0, end)); !line.empty())
            lines.push_back(std::move(line));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::pair<std::string, std::string> labelOf(const std::string& line)
{
    const auto equals = line.find('=');
    std::string value =
        equals == std::string::npos ? std::string() : trimmed(std::string_view(line).substr(equals + 1));
    // Who writes it as TOML means the same.
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    return {trimmed(std::string_view(line).substr(0, equals)), value};
}

/// The value as TOML; nothing when there is nothing to write.
std::optional<std::string> tomlOf(const SourceField& field, const std::string& text)
{
    switch (field.type) {
    case Type::Lines: {
        const auto lines = linesOf(text);
        return lines.empty() ? std::nullopt : std::optional(tomlStrings(lines));
    }
    case Type::Labels: {
        std::string table;
        for (const std::string& line : linesOf(text)) {
            const auto [key, value] = labelOf(line);
            table += (table.empty() ? " " : ", ") + tomlKey(key) + " = " + tomlString(value);
        }
        return table.empty() ? std::nullopt : std::optional("{" + table + " }");
    }
    case Type::Text:
    case Type::Choice:
    case Type::Suggestion:
        break;
    }
    const std::string value = trimmed(text);
    return value.empty() || value == field.standard ? std::nullopt
                                                    : std::optional(tomlString(value));
}

std::string textOf(const TomlValue& value)
{
    std::string text;
    const auto add = [&](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
    for (const TomlValue& item : value.items)
        add(item.text);
    for (const TomlMember& member : value.members)
        add(member.key + " = " + member.value.text);
    return value.kind == TomlValue::Kind::Array || value.kind == TomlValue::Kind::Table ? text
                                                                                        : value.text;
}

const TomlMember* memberAt(const TomlValue& source, const TomlPath& path)
{
    const TomlValue* table = &source;
    const TomlMember* member = nullptr;
    for (const std::string& key : path) {
        member = table->member(key);
        if (member == nullptr)
            return nullptr;
        table = &member->value;
    }
    return member;
}

/// Label by label, so that it does not matter how the table is written.
void appendLabelEdits(std::vector<TomlEdit>& edits, const std::string& before,
                      const std::string& after)
{
    std::map<std::string, std::string> old;
    for (const std::string& line : linesOf(before))
        old.insert(labelOf(line));
    for (const std::string& line : linesOf(after)) {
        const auto label = labelOf(line);
        const auto known = old.extract(label.first);
        if (known.empty() || known.mapped() != label.second)
            edits.push_back({{"labels", label.first}, tomlString(label.second)});
    }
    for (const auto& [key, value] : old)
        edits.push_back({{"labels", key}, std::nullopt});
}

/// Key and value as written.
using Line = std::pair<std::string, std::string>;

std::string aligned(const std::vector<Line>& lines)
{
    std::size_t width = 0;
    for (const Line& line : lines)
        width = std::max(width, line.first.size());
    std::string text;
    for (const auto& [key, value] : lines)
        text += key + std::string(width - key.size(), ' ') + " = " + value + "\n";
    return text;
}

std::string inlineTable(const std::vector<Line>& lines)
{
    std::string text;
    for (const auto& [key, value] : lines)
        text += (text.empty() ? "{ " : ", ") + key + " = " + value;
    return text + " }";
}

/// The lines of each table below the source; `{}` is the source itself. `curve` is written on one line.
std::map<TomlPath, std::vector<Line>> tablesOf(const SourceDraft& draft)
{
    std::map<TomlPath, std::vector<Line>> tables;
    for (const SourceField& field : sourceFields(draft.kind)) {
        const auto value = draft.isAsked(field) ? tomlOf(field, draft.value(field.path))
                                                : std::nullopt;
        if (value)
            tables[TomlPath(field.path.begin(), field.path.end() - 1)].emplace_back(
                tomlKey(field.path.back()), *value);
    }
    if (const auto curve = tables.find({"zeromq", "curve"}); curve != tables.end()) {
        tables[{"zeromq"}].emplace_back("curve", inlineTable(curve->second));
        tables.erase({"zeromq", "curve"});
    }
    return tables;
}

} // namespace

const std::string& SourceDraft::value(const TomlPath& path) const
{
    static const std::string nothing;
    const auto found = values.find(path);
    return found == values.end() ? nothing : found->second;
}

std::string SourceDraft::effective(const SourceField& field) const
{
    const std::string& text = value(field.path);
    return text.empty() ? field.standard : text;
}

bool SourceDraft::isAsked(const SourceField& field) const
{
    const std::string& protocol = value(protocolPath);
    const bool isSasl = protocol.starts_with("sasl");
    const bool hasToken = value(mechanismPath) == "OAUTHBEARER";
    switch (field.when) {
    case When::Tls:
        return protocol.ends_with("ssl");
    case When::Sasl:
        return isSasl;
    case When::Password:
        return isSasl && !hasToken;
    case When::Token:
        return isSasl && hasToken;
    case When::Sub:
        return value(typePath) != "pull";
    case When::Always:
        break;
    }
    return true;
}

std::optional<SourceDraft> readDraft(std::string_view toml, std::string_view name)
{
    const auto parsed = parseToml(toml);
    const auto* file = std::get_if<TomlValue>(&parsed);
    const TomlMember* sources = file != nullptr ? file->member("source") : nullptr;
    if (sources == nullptr)
        return std::nullopt;
    for (const TomlValue& source : sources->value.items) {
        const TomlMember* found = source.member("name");
        if (found == nullptr || found->value.text != name)
            continue;
        SourceDraft draft;
        for (const SourceKind kind : {SourceKind::Kafka, SourceKind::ZeroMq, SourceKind::File}) {
            if (source.member(kindKey(kind)) != nullptr)
                draft.kind = kind;
        }
        for (const SourceField& field : sourceFields(draft.kind)) {
            const TomlMember* member = memberAt(source, field.path);
            if (member != nullptr && !textOf(member->value).empty())
                draft.values[field.path] = textOf(member->value);
        }
        return draft;
    }
    return std::nullopt;
}

std::string draftBlock(const SourceDraft& draft)
{
    auto tables = tablesOf(draft);
    const TomlPath kind{kindKey(draft.kind)};
    std::vector<Line>& top = tables[{}];
    // The name first and the rest in the order of the form; what fits on one line stands on one.
    const std::string oneLine = kind.front() + " = " + inlineTable(tables[kind]);
    const bool isShort = draft.kind != SourceKind::Kafka && oneLine.size() <= widestLine;
    if (isShort && !tables[kind].empty())
        top.emplace_back(kind.front(), inlineTable(tables[kind]));
    std::string text = "[[source]]\n" + aligned(top);
    for (const auto& [path, lines] : tables) {
        if (path.empty() || lines.empty() || (isShort && path == kind))
            continue;
        std::string header = "source";
        for (const std::string& key : path)
            header += "." + key;
        text += "[" + header + "]\n" + aligned(lines);
    }
    return text;
}

std::vector<TomlEdit> draftEdits(const SourceDraft& before, const SourceDraft& after)
{
    std::vector<TomlEdit> edits;
    const auto valueIn = [](const SourceDraft& draft, const SourceField& field) {
        return draft.isAsked(field) ? tomlOf(field, draft.value(field.path)) : std::nullopt;
    };
    // Security as a whole when nothing of it is left, so that no empty table stays.
    const TomlPath security{"kafka", "security"};
    const bool hadSecurity = std::any_of(before.values.begin(), before.values.end(), [&](const auto& v) {
        return v.first.size() == 3 && v.first[1] == "security";
    });
    bool hasSecurity = false;
    for (const SourceField& field : sourceFields(after.kind))
        hasSecurity = hasSecurity || (field.path.size() == 3 && valueIn(after, field));
    const bool losesSecurity = after.kind == SourceKind::Kafka && hadSecurity && !hasSecurity
        && before.value(protocolPath) != after.value(protocolPath);
    if (losesSecurity)
        edits.push_back({security, std::nullopt});
    for (const SourceField& field : sourceFields(after.kind)) {
        if (losesSecurity && field.path.size() == 3)
            continue;
        const auto was = valueIn(before, field);
        const auto is = valueIn(after, field);
        if (field.type == Type::Labels && was && is) {
            appendLabelEdits(edits, before.value(field.path), after.value(field.path));
            continue;
        }
        const bool stands = before.values.contains(field.path);
        if (was != is || (stands && !is && before.isAsked(field) && !after.isAsked(field)))
            edits.push_back({field.path, is});
    }
    return edits;
}

std::vector<DraftProblem> checkBlock(const std::string& block, const std::vector<SourceField>& fields,
                                     const std::vector<std::string>& formats)
{
    const auto parsed = parseToml(block);
    if (const auto* fault = std::get_if<TomlFault>(&parsed))
        return {{{}, fault->message, false}};
    const TomlMember* sources = std::get<TomlValue>(parsed).member("source");
    if (sources == nullptr || sources->value.items.empty())
        return {{{}, "this is no source", false}};
    const TomlValue& source = sources->value.items.front();
    Problems problems("weir.toml");
    RetentionPolicy retention;
    (void)readSource(source, formats, retention, problems);
    std::vector<DraftProblem> found;
    for (const ConfigProblem& problem : problems.take()) {
        DraftProblem draft{{}, problem.message, problem.isWarning};
        for (const SourceField& field : fields) {
            const TomlMember* member = memberAt(source, field.path);
            if (member == nullptr)
                continue;
            const auto isThere = [&](const TomlPlace& place) {
                return place.line == problem.line && place.column == problem.column;
            };
            const auto& items = member->value.items;
            if (isThere(member->place) || isThere(member->value.place)
                || std::any_of(items.begin(), items.end(),
                               [&](const TomlValue& item) { return isThere(item.place); }))
                draft.path = field.path;
        }
        found.push_back(std::move(draft));
    }
    return found;
}

std::vector<TomlPath> missingFields(const SourceDraft& draft)
{
    std::vector<TomlPath> missing;
    for (const SourceField& field : sourceFields(draft.kind)) {
        if (field.isRequired && draft.isAsked(field) && linesOf(draft.value(field.path)).empty())
            missing.push_back(field.path);
    }
    if (draft.kind == SourceKind::ZeroMq && linesOf(draft.value({"zeromq", "connect"})).empty()
        && linesOf(draft.value({"zeromq", "bind"})).empty())
        missing.push_back({"zeromq", "connect"});
    return missing;
}

} // namespace weir
