// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaconfig.h"

#include "core/config/kafkasettings.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <array>
#include <cstring>
#include <random>
#include <span>

namespace weir {

namespace {

struct Setting
{
    const char* key;
    std::string value;
};

/// How soon the others take over what a member had that died.
constexpr const char* sessionTimeout = "10000";
/// A member that does not come back to us for so long (the disk is full) gives its part to others.
constexpr const char* longestPoll = "300000";

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

Result<Done> setAll(rd_kafka_conf_t& conf, std::span<const Setting> settings)
{
    for (const Setting& setting : settings) {
        if (auto done = set(conf, setting); !done)
            return done;
    }
    return Done{};
}

Result<Done> setReading(rd_kafka_conf_t& conf, bool readsUncommitted)
{
    // The reasons are in docs/sources.md, "Without a trace".
    const Setting settings[] = {
        {"group.id", privateGroup()},
        {"client.id", "weir"},
        {"log.queue", "true"}, // heard in our thread
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        {"auto.offset.reset", "error"},
        {"enable.partition.eof", "true"},
        {"allow.auto.create.topics", "false"},
        {"isolation.level", readsUncommitted ? "read_uncommitted" : "read_committed"},
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
    return setAll(conf, settings);
}

/// Partitions are taken and given back one by one, so that the rest is read on meanwhile.
Result<Done> setGroup(rd_kafka_conf_t& conf, const std::string& group)
{
    const Setting settings[] = {
        {"group.id", group},
        {"partition.assignment.strategy", "cooperative-sticky"},
        {"session.timeout.ms", sessionTimeout},
        {"max.poll.interval.ms", longestPoll},
    };
    return setAll(conf, settings);
}

Result<Done> setSecurity(rd_kafka_conf_t& conf, KafkaSecrets& secrets)
{
    const KafkaSecurity& security = secrets.security();
    const Setting settings[] = {
        {"security.protocol", security.protocol},
        {"sasl.mechanism", security.mechanism},
        {"sasl.username", security.username},
        {"sasl.password", security.password},
        {"ssl.ca.location", security.ca},
        {"ssl.certificate.location", security.certificate},
        {"ssl.key.location", security.key},
        {"ssl.key.password", security.keyPassword},
        {"enable.ssl.certificate.verification", security.verify ? "" : "false"},
        {"ssl.endpoint.identification.algorithm", security.verify ? "https" : "none"},
        // Else it runs `kinit` through a shell; the user's own ticket is used.
        {"sasl.kerberos.min.time.before.relogin", security.mechanism == "GSSAPI" ? "0" : ""},
    };
    for (const Setting& setting : settings) {
        if (setting.value.empty())
            continue;
        auto value = secrets.resolve(setting.value);
        if (!value)
            return value.error();
        const auto done = set(conf, {setting.key, *value});
        explicit_bzero(value->data(), value->size());
        if (!done)
            return Error{Error::Code::InvalidInput, setting.key,
                         secrets.hide(done.error().detail)};
    }
    return Done{};
}

/// Checked here too: a source may come from elsewhere than a file.
Result<Done> setUsers(rd_kafka_conf_t& conf, const KafkaSource& source)
{
    for (const auto& [key, value] : source.settings) {
        if (const std::string fault = faultOfKafkaSetting(key, value); !fault.empty())
            return Error{Error::Code::InvalidInput, {}, fault};
        if (auto done = set(conf, {key.c_str(), value}); !done)
            return done;
    }
    return Done{};
}

} // namespace

void DestroyKafkaConf::operator()(rd_kafka_conf_s* conf) const
{
    rd_kafka_conf_destroy(conf);
}

Result<KafkaConfPtr> makeKafkaConf(const KafkaSource& source, KafkaSecrets& secrets)
{
    if (const std::string fault = faultOfOpenLogin(source); !fault.empty())
        return Error{Error::Code::InvalidInput, {}, fault};
    KafkaConfPtr conf(rd_kafka_conf_new());
    Result<Done> done = set(*conf, {"bootstrap.servers", source.brokers});
    // `localhost` is ::1 first on many machines, where a broker seldom listens.
    if (done && source.brokers.find("localhost") != std::string::npos)
        done = set(*conf, {"broker.address.family", "v4"});
    if (done)
        done = setReading(*conf, source.readsUncommitted);
    if (done && !source.group.empty())
        done = setGroup(*conf, source.group);
    if (done)
        done = setUsers(*conf, source);
    if (done)
        done = setSecurity(*conf, secrets);
    if (!done)
        return done.error();
    return conf;
}

} // namespace weir
