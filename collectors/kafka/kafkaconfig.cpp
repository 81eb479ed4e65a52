// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaconfig.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <array>
#include <random>

namespace weir {

namespace {

struct Setting
{
    const char* key;
    std::string value;
};

std::string privateGroup()
{
    std::random_device random;
    return fmt::format("weir-{:08x}{:08x}", random(), random());
}

Result<Done> set(rd_kafka_conf_t& conf, const Setting& setting)
{
    std::array<char, 512> why{};
    const auto result =
        rd_kafka_conf_set(&conf, setting.key, setting.value.c_str(), why.data(), why.size());
    if (result != RD_KAFKA_CONF_OK)
        return Error{Error::Code::InvalidInput, setting.key, why.data()};
    return Done{};
}

Result<Done> setReading(rd_kafka_conf_t& conf)
{
    // The reasons are in docs/sources.md, "Without a trace".
    const Setting settings[] = {
        {"group.id", privateGroup()},
        {"client.id", "weir"},
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        {"auto.offset.reset", "error"},
        {"enable.partition.eof", "true"},
        {"allow.auto.create.topics", "false"},
        {"isolation.level", "read_committed"},
        {"check.crcs", "true"},
        {"max.poll.interval.ms", "86400000"},
        {"fetch.wait.max.ms", "100"},
        {"fetch.min.bytes", "1"},
        {"fetch.message.max.bytes", "2097152"},
        {"queued.min.messages", "200000"},
        {"queued.max.messages.kbytes", "65536"},
        {"socket.nagle.disable", "true"},
        {"socket.keepalive.enable", "true"},
        {"socket.connection.setup.timeout.ms", "10000"},
        {"reconnect.backoff.ms", "100"},
        {"reconnect.backoff.max.ms", "5000"},
        {"statistics.interval.ms", "1000"},
    };
    for (const Setting& setting : settings) {
        if (const auto done = set(conf, setting); !done)
            return done.error();
    }
    return Done{};
}

Result<Done> setSecurity(rd_kafka_conf_t& conf, const KafkaSecurity& security)
{
    const Setting settings[] = {
        {"security.protocol", security.protocol},
        {"sasl.mechanism", security.mechanism},
        {"sasl.username", security.username},
        {"sasl.password", security.password},
        {"ssl.ca.location", security.ca},
        {"ssl.certificate.location", security.certificate},
        {"ssl.key.location", security.key},
        {"ssl.key.password", security.keyPassword},
    };
    for (const Setting& setting : settings) {
        if (setting.value.empty())
            continue;
        auto resolved = resolveSecret(setting.value);
        if (const auto* problem = std::get_if<ConfigProblem>(&resolved))
            return Error{Error::Code::InvalidInput, setting.key, problem->message};
        if (const auto done = set(conf, {setting.key, std::get<std::string>(resolved)}); !done)
            return done.error();
    }
    return Done{};
}

} // namespace

void DestroyKafkaConf::operator()(rd_kafka_conf_s* conf) const
{
    rd_kafka_conf_destroy(conf);
}

Result<KafkaConfPtr> makeKafkaConf(const KafkaSource& source)
{
    KafkaConfPtr conf(rd_kafka_conf_new());
    if (const auto done = set(*conf, {"bootstrap.servers", source.brokers}); !done)
        return done.error();
    // `localhost` is ::1 first on many machines, where a broker seldom listens.
    if (source.brokers.find("localhost") != std::string::npos) {
        if (const auto done = set(*conf, {"broker.address.family", "v4"}); !done)
            return done.error();
    }
    if (const auto done = setReading(*conf); !done)
        return done.error();
    if (const auto done = setSecurity(*conf, source.security); !done)
        return done.error();
    return conf;
}

} // namespace weir
