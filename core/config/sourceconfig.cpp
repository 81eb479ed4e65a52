// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/formatnames.h"
#include "core/config/readers.h"
#include "core/config/tablereader.h"
#include "core/nearest.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

void readFormat(TableReader& reader, const std::vector<std::string>& formats, SourceConfig& source)
{
    reader.read("format", source.format);
    const TomlValue* value = reader.find("format");
    if (!value || value->kind != TomlValue::Kind::String)
        return;
    std::vector<std::string_view> known{"auto"};
    for (const FormatName& format : formatNames())
        known.push_back(format.name);
    known.insert(known.end(), formats.begin(), formats.end());
    if (std::find(known.begin(), known.end(), value->text) == known.end())
        reader.problems().error(value->place, fmt::format("unknown format '{}'{}", value->text,
                                                          suggestion(value->text, known)));
}

void readLabels(TableReader& reader, SourceConfig& source)
{
    const TomlValue* labels = reader.table("labels");
    if (!labels)
        return;
    for (const TomlMember& label : labels->members) {
        if (label.value.kind == TomlValue::Kind::String)
            source.labels.emplace_back(label.key, label.value.text);
        else
            reader.problems().error(label.value.place,
                                    fmt::format("the label '{}' must be a string, not {}",
                                                label.key, describe(label.value.kind)));
    }
}

/// What is wrong in it keeps events rather than that it removes them.
void readOwnRetention(TableReader& reader, const std::string& source, RetentionPolicy& retention)
{
    const TomlValue* table = reader.table("retention");
    if (!table)
        return;
    const Retention own =
        readRetention(*table, {retention.index.age, std::nullopt}, {}, reader.problems());
    if (!source.empty())
        retention.sources.insert_or_assign(source, own);
}

/// Formats that cannot be read without a schema.
void checkSchemas(TableReader& reader, const SourceConfig& source)
{
    const TomlValue* format = reader.find("format");
    std::string_view missing;
    if (source.format == "confluent" && !source.registry)
        missing = "a [source.schema_registry]";
    else if (source.format == "protobuf" && source.schemas.protobuf.empty())
        missing = "'protobuf' in [source.schemas]";
    if (format && !missing.empty())
        reader.problems().error(format->place,
                                fmt::format("the format '{}' needs {}", source.format, missing));
}

/// Reads the one kind a source has.
void readInput(TableReader& reader, SourceConfig& source)
{
    Problems& problems = reader.problems();
    const TomlValue* kafka = reader.table("kafka");
    const TomlValue* zeromq = reader.table("zeromq");
    const TomlValue* file = reader.table("file");
    const bool isOther = !reader.finish(); // perhaps a kind that is written wrong
    if (kafka)
        source.input = readKafka(*kafka, problems);
    else if (zeromq)
        source.input = readZeroMq(*zeromq, problems);
    else if (file)
        source.input = readFileSource(*file, problems);
    else if (!isOther && !reader.find("kafka") && !reader.find("zeromq") && !reader.find("file"))
        problems.error(reader.place(),
                       fmt::format("the source '{}' has no kind: kafka, zeromq or file is missing",
                                   source.name));
    const TomlValue* second = kafka && zeromq ? zeromq : (kafka || zeromq) ? file : nullptr;
    if (second)
        problems.error(
            second->place,
            fmt::format("the source '{}' is of two kinds; it can only have one of kafka, "
                        "zeromq and file",
                        source.name));
}

} // namespace

std::optional<SourceConfig> readSource(const TomlValue& table,
                                       const std::vector<std::string>& formats,
                                       RetentionPolicy& retention, Problems& problems)
{
    const std::size_t errorsBefore = problems.errorCount();
    SourceConfig source;
    TableReader reader(table, problems);
    reader.readRequired("name", source.name);
    readFormat(reader, formats, source);
    readLabels(reader, source);
    readRedact(reader, source.redact);
    readOwnRetention(reader, source.name, retention);
    if (const TomlValue* registry = reader.table("schema_registry"))
        source.registry = readRegistry(*registry, problems);
    if (const TomlValue* schemas = reader.table("schemas"))
        source.schemas = readSchemaFiles(*schemas, problems);
    checkSchemas(reader, source);
    readInput(reader, source);
    if (problems.errorCount() != errorsBefore)
        return std::nullopt;
    return source;
}

} // namespace weir
