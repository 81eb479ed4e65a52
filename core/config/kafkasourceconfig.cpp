// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sourcekeys.h"

namespace weir {

namespace {

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

} // namespace

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

} // namespace weir
