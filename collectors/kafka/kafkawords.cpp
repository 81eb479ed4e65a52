// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkawords.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

namespace weir {

namespace {

/// Kafka 4 refuses the nonce of older ones, however right the password is.
constexpr int firstGoodScram = 0x020601ff;

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// `sasl_ssl://127.0.0.1:9092/bootstrap: ...` and `127.0.0.1:9092/1: ...`: the part in the middle.
std::string_view takeBroker(std::string_view& reason)
{
    const std::size_t end = reason.find(": ");
    if (end == std::string_view::npos)
        return {};
    std::string_view name = reason.substr(0, end);
    const std::size_t scheme = name.find("://");
    if (scheme != std::string_view::npos)
        name.remove_prefix(scheme + 3);
    const std::size_t slash = name.rfind('/');
    if (slash == std::string_view::npos || contains(name, " "))
        return {};
    reason.remove_prefix(end + 2);
    return name.substr(0, slash);
}

std::string scramHint(std::string_view mechanism)
{
    if (!mechanism.starts_with("SCRAM") || rd_kafka_version() >= firstGoodScram)
        return {};
    return fmt::format(
        " (librdkafka {} cannot use {} with Kafka 4 even with the right password; 2.6.1 can)",
        rd_kafka_version_str(), mechanism);
}

} // namespace

std::string brokerSentence(int code, std::string_view reason, std::string_view mechanism)
{
    std::string_view rest = reason;
    const std::string_view name = takeBroker(rest);
    const std::string broker = name.empty() ? "the broker" : fmt::format("broker {}", name);
    if (code == RD_KAFKA_RESP_ERR__AUTHENTICATION)
        return fmt::format("{} refused the login: {}{}", broker, rest, scramHint(mechanism));
    if (code == RD_KAFKA_RESP_ERR__SSL)
        return fmt::format("TLS with {} failed: {}", broker, rest);
    if (code == RD_KAFKA_RESP_ERR__RESOLVE)
        return fmt::format("the host name of {} cannot be resolved", broker);
    if (contains(rest, "Connection refused"))
        return fmt::format("{} refused the connection", broker);
    if (code == RD_KAFKA_RESP_ERR__TIMED_OUT || contains(rest, "timed out"))
        return fmt::format("{} does not answer", broker);
    if (contains(rest, "Disconnected") || contains(rest, "disconnected")
        || contains(rest, "Connection reset"))
        return fmt::format("{} closed the connection", broker);
    return fmt::format("{}: {}", broker, rest);
}

std::string topicSentence(int code, std::string_view topic, std::string_view brokers)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        return fmt::format("topic '{}' does not exist on {}", topic, brokers);
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        return fmt::format("topic '{}' may not be read by this user", topic);
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
        return fmt::format("topic '{}' has no leader at the moment", topic);
    default:
        return fmt::format("topic '{}': {}", topic,
                           rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(code)));
    }
}

} // namespace weir
