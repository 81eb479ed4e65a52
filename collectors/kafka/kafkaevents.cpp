// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaevents.h"

#include "collectors/kafka/accesstoken.h"
#include "collectors/kafka/kafkawords.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace weir {

namespace {

/// Of a token that does not say when it ends; the library asks again after four fifths of it.
constexpr auto usualLifetime = std::chrono::minutes(5);

KafkaEvents& eventsOf(void* self)
{
    return *static_cast<KafkaEvents*>(self);
}

} // namespace

KafkaEvents::KafkaEvents(const KafkaSource& source, KeyringReader keyring)
    : m_isMember(!source.group.empty())
    , m_readsUncommitted(source.readsUncommitted)
    , m_secrets(source.security, std::move(keyring))
{
}

void KafkaEvents::listen(rd_kafka_conf_s& conf)
{
    const KafkaSecurity& security = m_secrets.security();
    rd_kafka_conf_set_opaque(&conf, this);
    rd_kafka_conf_set_log_cb(&conf, &KafkaEvents::onLog);
    rd_kafka_conf_set_error_cb(&conf, &KafkaEvents::onError);
    rd_kafka_conf_set_stats_cb(&conf, &KafkaEvents::onStatistics);
    if (m_isMember)
        rd_kafka_conf_set_rebalance_cb(
            &conf,
            [](rd_kafka_t* client, rd_kafka_resp_err_t code,
               rd_kafka_topic_partition_list_t* partitions,
               void* self) { onRebalance(client, code, partitions, self); });
    if (security.mechanism == "OAUTHBEARER")
        rd_kafka_conf_set_oauthbearer_token_refresh_cb(&conf, &KafkaEvents::onTokenWanted);
    if (security.protocol.ends_with("ssl") && security.verify)
        rd_kafka_conf_set_ssl_cert_verify_cb(&conf, &KafkaEvents::onCertificate);
}

std::string KafkaEvents::giveToken(rd_kafka_s& client)
{
    auto token = m_secrets.resolve(m_secrets.security().token);
    if (!token)
        return token.error().detail;
    if (const std::string fault = faultOfToken(*token); !fault.empty())
        return fmt::format("the token {} is no token: {}", m_secrets.security().token, fault);
    const auto now = std::chrono::system_clock::now();
    const AccessTokenFacts facts = factsOfToken(*token);
    const TimePoint expires = facts.expires.value_or(TimePoint{now} + usualLifetime);
    if (expires <= TimePoint{now})
        return fmt::format("the token {} expired on {}; put a new one there",
                           m_secrets.security().token, formatTime(expires, 0));
    const auto end = std::chrono::floor<std::chrono::milliseconds>(expires.time_since_epoch());
    const std::string principal = facts.subject.empty() ? "weir" : facts.subject;
    std::array<char, 512> why{};
    const auto code =
        rd_kafka_oauthbearer_set_token(&client, token->c_str(), end.count(), principal.c_str(),
                                       nullptr, 0, why.data(), why.size());
    explicit_bzero(token->data(), token->size());
    return code == RD_KAFKA_RESP_ERR_NO_ERROR ? std::string() : m_secrets.hide(why.data());
}

void KafkaEvents::onTokenWanted(rd_kafka_s* client, const char*, void* self)
{
    KafkaEvents& events = eventsOf(self);
    const std::string fault = events.giveToken(*client);
    if (fault.empty())
        return;
    events.m_report.broken = fault;
    events.m_report.brokenCode = RD_KAFKA_RESP_ERR__AUTHENTICATION;
    rd_kafka_oauthbearer_set_token_failure(client, fault.c_str()); // asks again in ten seconds
}

void KafkaEvents::onError(rd_kafka_s*, int code, const char* reason, void* self)
{
    KafkaEvents& events = eventsOf(self);
    if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
        events.m_report.allDown = true;
        return;
    }
    const std::string sentence = events.tlsSentence(code, reason);
    events.m_report.brokenCode = code;
    events.m_report.broken = events.m_secrets.hide(
        sentence.empty() ? brokerSentence(code, reason, events.m_secrets.security()) : sentence);
}

/// Newer versions only log why a broker closed a connection. Nothing else of the log is worth saying,
/// and it may hold secrets.
void KafkaEvents::onLog(const rd_kafka_s* client, int, const char* facility, const char* text)
{
    KafkaEvents& events = eventsOf(rd_kafka_opaque(client));
    if (std::string_view(facility) != "FAIL" || !events.m_report.broken.empty())
        return;
    std::string_view reason(text);
    if (const std::size_t thread = reason.find("]: "); reason.starts_with("[thrd:"))
        reason.remove_prefix(std::min(reason.size(), thread + 3));
    if (!brokerIn(reason).empty() && isClosedConnection(reason))
        onError(nullptr, RD_KAFKA_RESP_ERR__TRANSPORT, std::string(reason).c_str(), &events);
}

/// Empty when it is not about a certificate. The library has one line for whatever is wrong with one.
std::string KafkaEvents::tlsSentence(int code, const std::string& reason) const
{
    if (code != RD_KAFKA_RESP_ERR__SSL)
        return {};
    const std::string broker = brokerIn(reason);
    const std::lock_guard lock(m_mutex);
    const auto fault = m_faults.find(broker);
    if (fault == m_faults.end())
        return {};
    return certificateSentence(fault->second, broker, !m_secrets.security().ca.empty());
}

int KafkaEvents::onCertificate(rd_kafka_s*, const char* broker, std::int32_t, int* error, int depth,
                               const char* der, std::size_t size, char*, std::size_t, void* self)
{
    KafkaEvents& events = eventsOf(self);
    const std::lock_guard lock(events.m_mutex);
    if (*error != 0) {
        events.m_faults[broker] = certificateFault(*error, depth, {der, size});
        return 0;
    }
    if (depth == 0)
        events.m_faults.erase(broker);
    return 1;
}

void KafkaEvents::onRebalance(rd_kafka_s*, int code, rd_kafka_topic_partition_list_s* partitions,
                              void* self)
{
    KafkaRebalance rebalance;
    rebalance.isRevoked = code != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    for (int i = 0; i < partitions->cnt; ++i)
        rebalance.partitions.emplace_back(partitions->elems[i].topic,
                                          partitions->elems[i].partition);
    eventsOf(self).m_rebalance = std::move(rebalance);
}

int KafkaEvents::onStatistics(rd_kafka_s*, char* json, std::size_t size, void* self)
{
    KafkaEvents& events = eventsOf(self);
    events.m_report.ends = partitionEnds({json, size}, events.m_readsUncommitted);
    return 0; // the library keeps the text
}

} // namespace weir
