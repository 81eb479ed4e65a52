// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/kafkahosts.h"
#include "core/config/kafkasettings.h"
#include "core/config/sourcekeys.h"

#include <fmt/format.h>

namespace weir {

namespace {

/// The keys that a mechanism cannot do without.
void requireLogin(TableReader& reader, const KafkaSecurity& security)
{
    if (!security.protocol.starts_with("sasl"))
        return;
    reader.require("mechanism");
    if (security.mechanism == "OAUTHBEARER")
        reader.require("token");
    else if (security.mechanism == "PLAIN" || security.mechanism.starts_with("SCRAM")) {
        reader.require("username");
        reader.require("password");
    }
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
    readSecret(reader, "token", security.token);
    readFileName(reader, "ca", security.ca);
    readFileName(reader, "certificate", security.certificate);
    readFileName(reader, "key", security.key);
    readSecret(reader, "key_password", security.keyPassword);
    reader.read("verify", security.verify);
    if (!security.verify)
        problems.warning(reader.find("verify")->place,
                         "with 'verify = false' anybody on the way to the broker can read and "
                         "change what comes");
    if (!security.certificate.empty())
        reader.require("key");
    if (!security.key.empty())
        reader.require("certificate");
    requireLogin(reader, security);
    reader.finish();
}

void checkPlainLogin(const TomlValue& table, const KafkaSource& kafka, Problems& problems)
{
    if (const std::string fault = faultOfOpenLogin(kafka); !fault.empty())
        problems.error(table.place, fault);
}

/// The text of a setting's value, however it is written.
std::optional<std::string> settingText(const TomlValue& value)
{
    switch (value.kind) {
    case TomlValue::Kind::String:
        return value.text;
    case TomlValue::Kind::Integer:
        return std::to_string(value.integer);
    case TomlValue::Kind::Boolean:
        return value.truth ? "true" : "false";
    default:
        return std::nullopt;
    }
}

void readSettings(TableReader& reader, KafkaSource& kafka)
{
    const TomlValue* settings = reader.table("settings");
    if (!settings)
        return;
    Problems& problems = reader.problems();
    for (const TomlMember& setting : settings->members) {
        const auto text = settingText(setting.value);
        if (setting.value.kind == TomlValue::Kind::Table) {
            problems.error(setting.place, "the name of a setting has dots and stands in quotes: "
                                          "\"fetch.max.bytes\" = \"1000000\"");
        } else if (!text) {
            problems.error(setting.value.place,
                           fmt::format("the setting '{}' must be a string, not {}", setting.key,
                                       describe(setting.value.kind)));
        } else if (const std::string fault = faultOfKafkaSetting(setting.key, *text);
                   !fault.empty()) {
            problems.error(setting.place, fault);
        } else {
            kafka.settings.emplace_back(setting.key, *text);
        }
    }
}

void readIsolation(TableReader& reader, KafkaSource& kafka)
{
    static const std::vector<std::string_view> words{"read_committed", "read_uncommitted"};
    if (const auto index = reader.indexOfChoice("isolation", words))
        kafka.readsUncommitted = *index == 1;
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

std::string faultOfOpenLogin(const KafkaSource& kafka)
{
    const KafkaSecurity& security = kafka.security;
    if (security.protocol != "sasl_plaintext"
        || (security.mechanism != "PLAIN" && security.mechanism != "OAUTHBEARER"))
        return {};
    const std::string host = hostBeyondLoopback(kafka.brokers);
    if (host.empty())
        return {};
    return fmt::format("{} would send the {} to '{}' where everybody on the way can read it; use the "
                       "protocol sasl_ssl",
                       security.mechanism, security.mechanism == "PLAIN" ? "password" : "token",
                       host);
}

KafkaSource readKafka(const TomlValue& table, Problems& problems)
{
    KafkaSource kafka;
    TableReader reader(table, problems);
    reader.readRequired("brokers", kafka.brokers);
    reader.readRequired("topics", kafka.topics);
    if (kafka.brokers.find('@') != std::string::npos)
        problems.error(reader.find("brokers")->place,
                       "'brokers' is hosts and ports; a user and a password belong into 'security'");
    readStart(reader, kafka.start);
    readIsolation(reader, kafka);
    readSettings(reader, kafka);
    reader.read("group", kafka.group);
    if (const TomlValue* security = reader.table("security")) {
        readSecurity(*security, problems, kafka.security);
        checkPlainLogin(*security, kafka, problems);
    }
    checkItems(reader, "topics", faultOfTopic);
    reader.finish();
    return kafka;
}

} // namespace weir
