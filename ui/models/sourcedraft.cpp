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
const TomlPath bindPath{"zeromq", "bind"};
const TomlPath formatPath{"format"};
const TomlPath registryPath{"schema_registry", "url"};
const TomlPath protobufPath{"schemas", "protobuf", "file"};

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

/// `email`, or `order = ORD-[0-9]+` for a pattern of a person's own.
std::string ruleOf(const std::string& line)
{
    if (line.find('=') == std::string::npos)
        return tomlString(line);
    const auto [name, pattern] = labelOf(line);
    return "{ name = " + tomlString(name) + ", pattern = " + tomlString(pattern) + " }";
}

std::string rulesOf(const std::vector<std::string>& lines)
{
    std::string rules;
    for (const std::string& line : lines)
        rules += (rules.empty() ? "" : ", ") + ruleOf(line);
    return "[" + rules + "]";
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
    case Type::Rules: {
        const auto lines = linesOf(text);
        return lines.empty() ? std::nullopt : std::optional(rulesOf(lines));
    }
    case Type::Truth:
    case Type::Text:
    case Type::Choice:
    case Type::Suggestion:
        break;
    }
    const std::string value = trimmed(text);
    if (value.empty() || value == field.standard)
        return std::nullopt;
    return field.type == Type::Truth ? value : tomlString(value);
}

std::string scalarText(const TomlValue& value)
{
    if (value.kind == TomlValue::Kind::Integer)
        return std::to_string(value.integer);
    if (value.kind == TomlValue::Kind::Boolean)
        return value.truth ? "true" : "false";
    return value.text;
}

/// A line of a list; of a rule with a pattern as ruleOf() takes it.
std::string itemText(const TomlValue& item)
{
    const TomlMember* name = item.member("name");
    const TomlMember* pattern = item.member("pattern");
    return name != nullptr && pattern != nullptr ? name->value.text + " = " + pattern->value.text
                                                 : scalarText(item);
}

std::string textOf(const TomlValue& value)
{
    std::string text;
    const auto add = [&](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
    for (const TomlValue& item : value.items)
        add(itemText(item));
    for (const TomlMember& member : value.members)
        add(member.key + " = " + scalarText(member.value));
    return value.kind == TomlValue::Kind::Array || value.kind == TomlValue::Kind::Table
        ? text
        : scalarText(value);
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
void appendLabelEdits(std::vector<TomlEdit>& edits, const TomlPath& table,
                      const std::string& before, const std::string& after)
{
    const auto pathOf = [&table](const std::string& key) {
        TomlPath path = table;
        path.push_back(key);
        return path;
    };
    std::map<std::string, std::string> old;
    for (const std::string& line : linesOf(before))
        old.insert(labelOf(line));
    for (const std::string& line : linesOf(after)) {
        const auto label = labelOf(line);
        const auto known = old.extract(label.first);
        if (known.empty() || known.mapped() != label.second)
            edits.push_back({pathOf(label.first), tomlString(label.second)});
    }
    for (const auto& [key, value] : old)
        edits.push_back({pathOf(key), std::nullopt});
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

std::optional<std::string> tomlIn(const SourceDraft& draft, const SourceField& field)
{
    return draft.isAsked(field) ? tomlOf(field, draft.value(field.path)) : std::nullopt;
}

/// The lines of each table below the source; `{}` is the source itself. `curve` is written on one line.
std::map<TomlPath, std::vector<Line>> tablesOf(const SourceDraft& draft)
{
    std::map<TomlPath, std::vector<Line>> tables;
    for (const SourceField& field : sourceFields(draft.kind)) {
        if (const auto value = tomlIn(draft, field))
            tables[TomlPath(field.path.begin(), field.path.end() - 1)].emplace_back(
                tomlKey(field.path.back()), *value);
    }
    if (const auto curve = tables.find({"zeromq", "curve"}); curve != tables.end()) {
        tables[{"zeromq"}].emplace_back("curve", inlineTable(curve->second));
        tables.erase({"zeromq", "curve"});
    }
    return tables;
}

bool isAskedBySecurity(const SourceDraft& draft, When when)
{
    const std::string& protocol = draft.value(protocolPath);
    const std::string& mechanism = draft.value(mechanismPath);
    const bool isSasl = protocol.starts_with("sasl");
    switch (when) {
    case When::Tls:
        return protocol.ends_with("ssl");
    case When::Password:
        return isSasl && mechanism != "OAUTHBEARER" && mechanism != "GSSAPI";
    case When::Token:
        return isSasl && mechanism == "OAUTHBEARER";
    default:
        return isSasl;
    }
}

bool listensOnTheNetwork(const std::string& endpoints)
{
    const auto lines = linesOf(endpoints);
    return std::any_of(lines.begin(), lines.end(), [](const std::string& endpoint) {
        return faultOfEndpoint(endpoint, true).empty() && !isOfThisMachine(endpoint);
    });
}

/// Fields without which what was said of schemas and CURVE has no sense.
void appendConditional(const SourceDraft& draft, std::vector<TomlPath>& missing)
{
    const auto need = [&](const TomlPath& path) {
        if (linesOf(draft.value(path)).empty())
            missing.push_back(path);
    };
    if (draft.isFormat("confluent"))
        need(registryPath);
    if (draft.isFormat("protobuf"))
        need(protobufPath);
    const bool hasCurve = std::any_of(
        draft.values.begin(), draft.values.end(), [](const auto& value) {
            return value.first.size() == 3 && value.first[1] == "curve";
        });
    if (!hasCurve)
        return;
    if (!draft.isCurveServer())
        return need({"zeromq", "curve", "server_key"});
    need({"zeromq", "curve", "secret_key"});
    need({"zeromq", "curve", "allowed"});
}

bool isBelow(const TomlPath& path, const TomlPath& table)
{
    return path.size() > table.size() && std::equal(table.begin(), table.end(), path.begin());
}

/// Whether the key is taken out of the file. What counts anyway and is written there may stay.
bool goes(const SourceDraft& before, const SourceDraft& after, const SourceField& field)
{
    return before.values.contains(field.path) && !tomlIn(after, field)
        && (tomlIn(before, field) || (before.isAsked(field) && !after.isAsked(field)));
}

/// Tables of which nothing is left: an empty one would mean something, too. The outermost of them.
std::vector<TomlPath> lostTables(const SourceDraft& before, const SourceDraft& after)
{
    const TomlPath kind{kindKey(after.kind)};
    std::map<TomlPath, bool> isLeft; // of those that have stood there
    for (const SourceField& field : sourceFields(after.kind)) {
        const bool stands = before.values.contains(field.path);
        const bool stays = tomlIn(after, field) || (stands && !goes(before, after, field));
        for (TomlPath table(field.path.begin(), field.path.end() - 1);
             !table.empty() && table != kind; table.pop_back()) {
            if (stands || stays)
                isLeft[table] = isLeft[table] || stays;
        }
    }
    std::vector<TomlPath> lost;
    for (const auto& [table, left] : isLeft) {
        const bool isInside = !lost.empty() && isBelow(table, lost.back());
        if (!left && !isInside)
            lost.push_back(table);
    }
    return lost;
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
    switch (field.when) {
    case When::Always:
        return true;
    case When::Tls:
    case When::Sasl:
    case When::Password:
    case When::Token:
        return isAskedBySecurity(*this, field.when);
    case When::Sub:
        return value(typePath) != "pull";
    case When::OpenBind:
        return !value({"zeromq", "bind_anywhere"}).empty() || listensOnTheNetwork(value(bindPath));
    case When::CurveClient:
        return !isCurveServer();
    case When::CurveServer:
        return isCurveServer();
    case When::Registry:
        return !trimmed(value(registryPath)).empty();
    case When::Avro:
        return isFormat("avro") || isFormat("auto");
    case When::Protobuf:
        return isFormat("protobuf") || isFormat("auto");
    case When::ProtobufFile:
        return (isFormat("protobuf") || isFormat("auto")) && !trimmed(value(protobufPath)).empty();
    }
    return true;
}

bool SourceDraft::isCurveServer() const
{
    const std::string& server = value({"zeromq", "curve", "server"});
    return server.empty() ? !linesOf(value(bindPath)).empty() : server == "true";
}

bool SourceDraft::isFormat(std::string_view name) const
{
    const std::string format = trimmed(value(formatPath));
    return format.empty() ? name == "auto" : format == name;
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
    const std::vector<TomlPath> lost = lostTables(before, after);
    for (const TomlPath& table : lost)
        edits.push_back({table, std::nullopt});
    for (const SourceField& field : sourceFields(after.kind)) {
        if (std::any_of(lost.begin(), lost.end(),
                        [&](const TomlPath& table) { return isBelow(field.path, table); }))
            continue;
        const auto was = tomlIn(before, field);
        const auto is = tomlIn(after, field);
        if (field.type == Type::Labels && was && is) {
            appendLabelEdits(edits, field.path, before.value(field.path), after.value(field.path));
            continue;
        }
        if (was != is || goes(before, after, field))
            edits.push_back({field.path, is});
    }
    return edits;
}

namespace {

/// Whether a fault was found in the key, in its value or in one of the values inside.
bool isAbout(const ConfigProblem& problem, const TomlMember& member)
{
    const auto isThere = [&](const TomlPlace& place) {
        return place.line == problem.line && place.column == problem.column;
    };
    const auto& items = member.value.items;
    const auto& members = member.value.members;
    return isThere(member.place) || isThere(member.value.place)
        || std::any_of(items.begin(), items.end(),
                       [&](const TomlValue& item) { return isThere(item.place); })
        || std::any_of(members.begin(), members.end(), [&](const TomlMember& inner) {
               return isThere(inner.place) || isThere(inner.value.place);
           });
}

} // namespace

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
            if (member != nullptr && isAbout(problem, *member))
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
    appendConditional(draft, missing);
    return missing;
}

} // namespace weir
