// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/formatnames.h"
#include "core/config/readers.h"
#include "core/config/tablereader.h"
#include "core/query/pattern.h"
#include "core/timeformat.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

/// What a map can name, and what a sample can expect beside fields.
constexpr std::array<std::string_view, 10> mappable{"time",  "severity", "body",    "service",
                                                    "host",  "trace_id", "span_id", "metric",
                                                    "value", "unit"};
constexpr std::array<std::string_view, 7> expectable{"time", "severity", "body",   "service",
                                                     "host", "trace_id", "span_id"};

void readName(TableReader& reader, const std::string& stem, UserFormat& format)
{
    Problems& problems = reader.problems();
    format.name = stem;
    reader.read("name", format.name);
    const TomlValue* value = reader.find("name");
    const TomlPlace place = value ? value->place : TomlPlace{};
    if (format.name.empty())
        problems.error(place, "'name' must not be empty");
    if (format.name == "auto"
        || std::ranges::find(formatNames(), format.name, &FormatName::name) != formatNames().end())
        problems.error(place,
                       fmt::format("'{}' is a format that Weir has already; choose another name",
                                   format.name));
}

/// True when the pattern has a group of this name.
bool hasGroup(const std::string& pattern, const std::string& group)
{
    const RE2 compiled(pattern, RE2::Quiet);
    return compiled.ok() && compiled.NamedCapturingGroups().contains(group);
}

void readPattern(TableReader& reader, UserFormat& format)
{
    reader.read("pattern", format.pattern);
    const TomlValue* value = reader.find("pattern");
    if (!value || value->kind != TomlValue::Kind::String)
        return;
    if (const auto fault = checkPattern(format.pattern)) {
        reader.problems().error(value->placeInside(fault->at.offset), "pattern: " + fault->message);
        return;
    }
    const RE2 compiled(format.pattern, RE2::Quiet);
    if (compiled.NamedCapturingGroups().empty())
        reader.problems().error(value->place,
                                "the pattern has no named group such as (?P<body>.*)");
}

void readTimeFormat(TableReader& reader, UserFormat& format)
{
    reader.read("time_format", format.timeFormat);
    const TomlValue* value = reader.find("time_format");
    if (!value || value->kind != TomlValue::Kind::String)
        return;
    const auto parsed = TimeFormat::parse(format.timeFormat);
    if (const auto* fault = std::get_if<std::string>(&parsed)) {
        reader.problems().error(value->place,
                                fmt::format("the time format '{}' {}", format.timeFormat, *fault));
        return;
    }
    if (!format.pattern.empty() && !hasGroup(format.pattern, "time"))
        reader.problems().error(value->place,
                                "'time_format' is of no use without a group (?P<time>…)");
    if (!format.fields.empty() && !std::get<TimeFormat>(parsed).hasYear())
        reader.problems().error(value->place, "a time of JSON needs its year");
}

void readMap(TableReader& reader, UserFormat& format)
{
    const TomlValue* table = reader.table("fields");
    if (!table)
        return;
    TableReader map(*table, reader.problems());
    for (const std::string_view name : mappable) {
        std::string member;
        map.read(name, member);
        const TomlValue* value = map.find(name);
        if (value && value->kind == TomlValue::Kind::String && member.empty())
            reader.problems().error(value->place, fmt::format("'{}' must not be empty", name));
        if (!member.empty())
            format.fields.emplace_back(name, member);
    }
    map.finish();
    if (format.fields.empty() && table->members.empty())
        reader.problems().error(table->place, "[fields] names nothing");
    reader.read("marks", format.marks);
    if (!reader.find("marks")) {
        for (const auto& [role, member] : format.fields)
            format.marks.push_back(member.substr(0, member.find('.')));
    }
}

/// A value that a part can be compared with; nothing, and reported, when it is none.
std::optional<ExpectedPart> partOf(std::string_view name, const TomlValue& value,
                                   Problems& problems)
{
    ExpectedPart part{std::string(name), {}, value.place.line, value.place.column};
    switch (value.kind) {
    case TomlValue::Kind::String:
    case TomlValue::Kind::Time:
        part.value = value.text;
        return part;
    case TomlValue::Kind::Integer:
        part.value = value.integer;
        return part;
    case TomlValue::Kind::Float:
        part.value = value.number;
        return part;
    case TomlValue::Kind::Boolean:
        part.value = value.truth;
        return part;
    default:
        problems.error(value.place,
                       fmt::format("'{}' must be a text, a number or a truth, not {}", name,
                                   describe(value.kind)));
        return std::nullopt;
    }
}

/// `time` and `severity` are written as words: what they mean must be plain.
void checkExpectation(const ExpectedPart& part, TomlPlace place, Problems& problems)
{
    const auto* text = std::get_if<std::string>(&part.value);
    if (part.name == "time" && !(text && parseTime(*text)))
        problems.error(place, "'time' must be a time such as \"2026-11-23T12:04:51Z\"");
    if (part.name == "severity" && !(text && parseSeverityWord(*text)))
        problems.error(place, "'severity' must be a word such as \"error\"");
}

FormatSample readSample(const TomlValue& table, Problems& problems)
{
    FormatSample sample;
    TableReader reader(table, problems);
    reader.readRequired("message", sample.message);
    const TomlValue* message = reader.find("message");
    const TomlPlace place = message ? message->place : table.place;
    sample.line = place.line;
    sample.column = place.column;
    reader.read("matches", sample.matches);
    for (const std::string_view name : expectable) {
        const TomlValue* value = reader.find(name);
        auto part = value ? partOf(name, *value, problems) : std::nullopt;
        if (!part)
            continue;
        checkExpectation(*part, value->place, problems);
        sample.parts.push_back(std::move(*part));
    }
    if (const TomlValue* fields = reader.table("fields")) {
        for (const TomlMember& member : fields->members) {
            if (auto part = partOf(member.key, member.value, problems))
                sample.parts.push_back(std::move(*part));
        }
    }
    reader.finish();
    if (!sample.matches && !sample.parts.empty())
        problems.error(place, "a sample that must not match has no parts");
    return sample;
}

} // namespace

std::optional<UserFormatFile> readUserFormat(const TomlValue& table, Problems& problems)
{
    UserFormatFile read;
    read.file = problems.file();
    TableReader reader(table, problems);
    readName(reader, read.file.stem().string(), read.format);
    readPattern(reader, read.format);
    readMap(reader, read.format);
    readTimeFormat(reader, read.format);
    for (const TomlValue* sample : reader.tables("sample"))
        read.samples.push_back(readSample(*sample, problems));
    const bool hasBoth = reader.find("pattern") && reader.find("fields");
    const bool hasNone = !reader.find("pattern") && !reader.find("fields");
    if (reader.finish() && (hasBoth || hasNone))
        problems.error({},
                       hasBoth ? "a format has a pattern or [fields], not both"
                               : "a format needs a pattern or [fields]");
    if (problems.errorCount() > 0)
        return std::nullopt;
    return read;
}

} // namespace weir
