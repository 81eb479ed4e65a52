// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkawords.h"

#include "core/config/kafkahosts.h"

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

/// Without the library's `(after 301ms in state AUTH_REQ, 1 identical error(s) suppressed)`.
std::string_view withoutState(std::string_view reason)
{
    const std::size_t at = reason.rfind(" (after ");
    return reason.substr(0, at);
}

/// What follows `part`; empty when it is not there.
std::string_view behind(std::string_view text, std::string_view part)
{
    const std::size_t at = text.find(part);
    return at == std::string_view::npos ? std::string_view() : text.substr(at + part.size());
}

std::string withSpaces(std::string_view list)
{
    std::string text;
    for (const char c : list)
        text += c == ',' ? std::string(", ") : std::string(1, c);
    return text;
}

std::string loginSentence(const std::string& broker, std::string_view reason,
                          const KafkaSecurity& security)
{
    const std::string_view words = withoutState(reason);
    const std::string_view offered = behind(words, "broker's supported mechanisms: ");
    if (contains(words, "Unsupported SASL mechanism"))
        return fmt::format("{} does not offer the mechanism {}; it offers {}", broker,
                           security.mechanism, withSpaces(offered));
    if (contains(words, "not valid in current SASL state"))
        return fmt::format("{} wants no login at this port; use the protocol {}, or another port",
                           broker, security.protocol == "sasl_ssl" ? "ssl" : "plaintext");
    std::string_view own = behind(words, "SASL authentication error: ");
    if (own.empty())
        own = words;
    if (security.mechanism == "OAUTHBEARER")
        return fmt::format("{} refused the token: {}", broker, own);
    // The name behind a reference is left to who can look it up.
    const bool isNamed = !security.username.empty() && !contains(security.username, "${");
    return fmt::format("{} refused the login{}: {}{}", broker,
                       isNamed ? fmt::format(" of '{}'", security.username) : "", own,
                       scramHint(security.mechanism));
}

std::string_view sameLoginWithTls(const KafkaSecurity& security)
{
    return security.protocol.starts_with("sasl") ? "sasl_ssl" : "ssl";
}

std::string_view sameLoginWithoutTls(const KafkaSecurity& security)
{
    return security.protocol.starts_with("sasl") ? "sasl_plaintext" : "plaintext";
}

/// What a TLS connection that broke is about; empty: something else.
std::string tlsSentence(const std::string& broker, std::string_view reason,
                        const KafkaSecurity& security)
{
    if (contains(reason, "alert certificate required") || contains(reason, "alert bad certificate")
        || contains(reason, "alert handshake failure")) {
        return security.certificate.empty()
            ? fmt::format("{} wants to see a certificate of ours; name 'certificate' and 'key'",
                          broker)
            : fmt::format("{} refused our certificate '{}'", broker, security.certificate);
    }
    if (contains(reason, "alert unknown ca") || contains(reason, "alert certificate expired")
        || contains(reason, "alert certificate unknown")
        || contains(reason, "alert certificate revoked"))
        return fmt::format("{} refused our certificate '{}': {}", broker, security.certificate,
                           behind(withoutState(reason), "alert "));
    const bool isBrokenOff = contains(reason, "wrong version number")
        || contains(reason, "in state SSL_HANDSHAKE") || contains(reason, "unexpected eof");
    if (isBrokenOff && !contains(reason, "timed out"))
        return fmt::format("{} does not speak TLS at this port; use another port, or the protocol "
                           "{}",
                           broker, sameLoginWithoutTls(security));
    return {};
}

/// A connection that was closed is told apart by what had been said on it until then.
std::string closedSentence(const std::string& broker, std::string_view reason,
                           const KafkaSecurity& security)
{
    const bool isFirstRequest = contains(reason, "in state APIVERSION_QUERY")
        || contains(reason, "ApiVersion") || contains(reason, "in state AUTH_HANDSHAKE");
    if (isFirstRequest && !security.protocol.ends_with("ssl"))
        return fmt::format("{} closed the connection at the first request, as one does that wants "
                           "TLS at this port; use the protocol {}, or another port",
                           broker, sameLoginWithTls(security));
    const std::string_view after = behind(reason, "(after ");
    const bool isAtOnce = after.find("ms in state UP") <= 2; // below 100 ms
    if (isAtOnce && !security.protocol.starts_with("sasl"))
        return fmt::format("{} closed the connection at once, as one does that wants a login at "
                           "this port (protocol sasl_{})",
                           broker, security.protocol);
    return fmt::format("{} closed the connection", broker);
}

} // namespace

std::string brokerIn(std::string_view reason)
{
    return std::string(takeBroker(reason));
}

bool isClosedConnection(std::string_view reason)
{
    return contains(reason, "isconnected") || contains(reason, "Connection reset")
        || contains(reason, "Broken pipe");
}

std::string setupSentence(std::string_view reason, const KafkaSecurity& security)
{
    if (contains(reason, "No provider for SASL mechanism"))
        return fmt::format("this librdkafka was built without the mechanism {}",
                           security.mechanism);
    if (contains(reason, "ssl.ca.location"))
        return fmt::format("the file 'ca', {}, cannot be used: it is no file of certificates (PEM)",
                           security.ca);
    if (contains(reason, "ssl.certificate.location"))
        return fmt::format("the file 'certificate', {}, cannot be used: it is no file of "
                           "certificates (PEM)",
                           security.certificate);
    if (contains(reason, "ssl.key.location"))
        return fmt::format("the file 'key', {}, cannot be used: {}", security.key,
                           security.keyPassword.empty()
                               ? "it is no private key (PEM), or needs a 'key_password'"
                               : "it is no private key (PEM), or 'key_password' is wrong");
    return std::string(reason);
}

std::string brokerSentence(int code, std::string_view reason, const KafkaSecurity& security)
{
    std::string_view rest = reason;
    const std::string_view name = takeBroker(rest);
    const std::string broker = name.empty() ? "the broker" : fmt::format("broker {}", name);
    if (code == RD_KAFKA_RESP_ERR__AUTHENTICATION)
        return loginSentence(broker, rest, security);
    if (code == RD_KAFKA_RESP_ERR__RESOLVE)
        return fmt::format("the host name of {} cannot be resolved", broker);
    if (contains(rest, "Connection refused"))
        return fmt::format("{} refused the connection", broker);
    if (security.protocol.ends_with("ssl")) {
        if (std::string sentence = tlsSentence(broker, rest, security); !sentence.empty())
            return sentence;
    }
    if (code == RD_KAFKA_RESP_ERR__SSL)
        return fmt::format("TLS with {} failed: {}", broker, withoutState(rest));
    if (code == RD_KAFKA_RESP_ERR__TIMED_OUT || contains(rest, "timed out"))
        return fmt::format("{} does not answer", broker);
    if (isClosedConnection(rest))
        return closedSentence(broker, rest, security);
    return fmt::format("{}: {}", broker, withoutState(rest));
}

std::string standingNote(const KafkaSource& source)
{
    const KafkaSecurity& security = source.security;
    if (security.protocol.ends_with("ssl"))
        return security.verify
            ? std::string()
            : "unverified: nobody checks that this is the broker it says it is ('verify = false')";
    const std::string host = hostBeyondLoopback(source.brokers);
    if (host.empty())
        return {};
    return fmt::format("unencrypted: everybody on the way to '{}' can read along (protocol {})",
                       host, security.protocol);
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

std::string groupSentence(int code, std::string_view group)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
        return fmt::format("the group '{}' may not be joined by this user: it needs READ on it",
                           group);
    case RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL:
        return fmt::format("the group '{}' has members that are not Weir's and share their "
                           "partitions another way (partition.assignment.strategy); take a group of "
                           "its own",
                           group);
    case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
        return fmt::format("the index had no room for too long, so the group '{}' gave our "
                           "partitions to others",
                           group);
    default:
        return fmt::format("the group '{}': {}", group,
                           rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(code)));
    }
}

} // namespace weir
