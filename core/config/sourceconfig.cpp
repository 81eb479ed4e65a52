// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"
#include "core/config/tablereader.h"
#include "core/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace weir {

namespace {

/// A key that names a secret: only a reference may stand there, never the secret itself.
void readSecret(TableReader& reader, std::string_view key, std::string& reference)
{
    reader.read(key, reference);
    const TomlValue* value = reader.find(key);
    if (!value || value->kind != TomlValue::Kind::String)
        return;
    if (value->text.find("${") == std::string::npos) {
        reader.problems().error(value->place,
                                fmt::format("'{}' must be a reference: ${{env:NAME}} or "
                                            "${{file:PATH}}, not the secret itself",
                                            key));
        return;
    }
    const auto resolved = resolveSecret(value->text);
    if (const auto* missing = std::get_if<ConfigProblem>(&resolved))
        reader.problems().warning(value->place, missing->message);
}

void readUserName(TableReader& reader, std::string& name)
{
    reader.read("username", name);
    if (name.find("${") != std::string::npos)
        readSecret(reader, "username", name);
}

void readFileName(TableReader& reader, std::string_view key, std::string& path)
{
    reader.read(key, path);
    path = expandHome(path);
    if (!path.empty() && !std::ifstream(path))
        reader.problems().warning(reader.find(key)->place,
                                  fmt::format("the file '{}' cannot be read", path));
}

void readSecurity(const TomlValue& table, Problems& problems, KafkaSecurity& security)
{
    static const std::vector<std::string_view> protocols{"plaintext", "ssl", "sasl_plaintext",
                                                         "sasl_ssl"};
    static const std::vector<std::string_view> mechanisms{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512",
                                                          "OAUTHBEARER", "GSSAPI"};
    TableReader reader(table, problems);
    if (const auto index = reader.indexOfChoice("protocol", protocols))
        security.protocol = protocols[*index];
    if (const auto index = reader.indexOfChoice("mechanism", mechanisms))
        security.mechanism = mechanisms[*index];
    readUserName(reader, security.username);
    readSecret(reader, "password", security.password);
    readFileName(reader, "ca", security.ca);
    readFileName(reader, "certificate", security.certificate);
    readFileName(reader, "key", security.key);
    readSecret(reader, "key_password", security.keyPassword);
    if (security.protocol.starts_with("sasl"))
        reader.require("mechanism");
    reader.finish();
}

void readStart(TableReader& reader, KafkaStart& start)
{
    const TomlValue* value = reader.find("start");
    if (!value)
        return;
    const bool isText =
        value->kind == TomlValue::Kind::String || value->kind == TomlValue::Kind::Time;
    if (const auto parsed = isText ? parseKafkaStart(value->text) : std::nullopt)
        start = *parsed;
    else
        reader.problems().error(value->place,
                                "'start' must be \"earliest\", \"latest\", a time such as "
                                "\"2026-11-23T12:00:00Z\", or \"-15m\"");
}

template<typename Fault>
void checkItems(TableReader& reader, std::string_view key, Fault faultOf)
{
    const TomlValue* list = reader.find(key);
    if (!list)
        return;
    for (const TomlValue& item : list->items) {
        const std::string fault =
            item.kind == TomlValue::Kind::String ? faultOf(item.text) : std::string();
        if (!fault.empty())
            reader.problems().error(item.place, fault);
    }
}

KafkaSource readKafka(const TomlValue& table, Problems& problems)
{
    KafkaSource kafka;
    TableReader reader(table, problems);
    reader.readRequired("brokers", kafka.brokers);
    reader.readRequired("topics", kafka.topics);
    readStart(reader, kafka.start);
    if (const TomlValue* security = reader.table("security"))
        readSecurity(*security, problems, kafka.security);
    checkItems(reader, "topics", faultOfTopic);
    reader.finish();
    return kafka;
}

ZeroMqSource readZeroMq(const TomlValue& table, Problems& problems)
{
    ZeroMqSource zeromq;
    TableReader reader(table, problems);
    reader.readChoice("type", {"sub", "pull"}, zeromq.type);
    reader.read("connect", zeromq.connect);
    reader.read("bind", zeromq.bind);
    reader.read("topics", zeromq.topics);
    reader.readSize("max_message_size", zeromq.maxMessageBytes);
    checkItems(reader, "connect", [](const std::string& e) { return faultOfEndpoint(e, false); });
    checkItems(reader, "bind", [](const std::string& e) { return faultOfEndpoint(e, true); });
    const TomlValue* topics = reader.find("topics");
    if (topics && zeromq.type == ZeroMqSource::Type::Pull)
        problems.error(topics->place, "a pull socket has no topics");
    const bool hasEndpoint = reader.find("connect") || reader.find("bind");
    if (reader.finish() && (!hasEndpoint || (zeromq.connect.empty() && zeromq.bind.empty())))
        problems.error(table.place, "there is no endpoint: 'connect' or 'bind' is missing");
    return zeromq;
}

std::string faultOfPath(const std::string& path)
{
    const bool hasPlace = path == "-" || path.starts_with('/') || path.starts_with("~/");
    return hasPlace ? std::string() : fmt::format("'{}' is not an absolute path", path);
}

FileSource readFileSource(const TomlValue& table, Problems& problems)
{
    FileSource file;
    TableReader reader(table, problems);
    reader.readRequired("paths", file.paths);
    checkItems(reader, "paths", faultOfPath);
    for (std::string& path : file.paths)
        path = expandHome(path);
    reader.finish();
    return file;
}

void readRegistry(const TomlValue& table, Problems& problems)
{
    std::string url;
    std::string username;
    std::string password;
    std::string ca;
    TableReader reader(table, problems);
    reader.readRequired("url", url);
    readUserName(reader, username);
    readSecret(reader, "password", password);
    readFileName(reader, "ca", ca);
    reader.finish();
}

void readFormat(TableReader& reader, const std::vector<std::string>& formats, SourceConfig& source)
{
    static const std::vector<std::string_view> decoded{"auto", "json", "text"};
    static const std::vector<std::string_view> planned{
        "logfmt", "otlp", "syslog", "avro", "protobuf", "msgpack", "csv", "gelf", "cef"};
    reader.read("format", source.format);
    const TomlValue* value = reader.find("format");
    if (!value || value->kind != TomlValue::Kind::String)
        return;
    const std::string& name = value->text;
    if (std::find(decoded.begin(), decoded.end(), name) != decoded.end())
        return;
    std::vector<std::string_view> known = decoded;
    known.insert(known.end(), planned.begin(), planned.end());
    known.insert(known.end(), formats.begin(), formats.end());
    if (std::find(known.begin(), known.end(), name) == known.end()) {
        reader.problems().error(
            value->place, fmt::format("unknown format '{}'{}", name, suggestion(name, known)));
        return;
    }
    reader.problems().warning(
        value->place, fmt::format("the format '{}' is not decoded yet; auto is used", name));
    source.format = "auto";
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
    readOwnRetention(reader, source.name, retention);
    if (const TomlValue* registry = reader.table("schema_registry"))
        readRegistry(*registry, problems);
    readInput(reader, source);
    if (problems.errorCount() != errorsBefore)
        return std::nullopt;
    return source;
}

} // namespace weir
