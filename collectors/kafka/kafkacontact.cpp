// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkacontact.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr auto oneTry = std::chrono::milliseconds(200);

/// Callbacks are served where messages are consumed; none is expected yet.
void serveCallbacks(KafkaClient& client)
{
    std::array<rd_kafka_message_t*, 16> messages{};
    const std::size_t count = client.consume(messages);
    for (std::size_t i = 0; i < count; ++i)
        rd_kafka_message_destroy(messages[i]);
}

NoContact::Stage stageOf(int code)
{
    if (code == RD_KAFKA_RESP_ERR__SSL)
        return NoContact::Stage::Tls;
    if (code == RD_KAFKA_RESP_ERR__AUTHENTICATION)
        return NoContact::Stage::Authenticate;
    return NoContact::Stage::Connect;
}

NoContact silence(const KafkaSource& source)
{
    const bool isPlain = source.security.protocol == "plaintext";
    return {NoContact::Stage::Connect,
            fmt::format("{} accepts the connection and then says nothing that Kafka would say; "
                        "perhaps another program listens there, or the listener {} TLS or a login",
                        source.brokers, isPlain ? "wants" : "knows nothing of")};
}

} // namespace

std::chrono::milliseconds timeLeft(Deadline deadline, std::chrono::milliseconds atMost)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    return std::clamp(left, std::chrono::milliseconds(0), atMost);
}

std::string connectionTrouble(KafkaClient& client)
{
    serveCallbacks(client);
    return client.takeReport().broken;
}

std::optional<NoContact> makeContact(KafkaClient& client, const KafkaSource& source,
                                     Deadline deadline)
{
    KafkaClient::Report last;
    while (timeLeft(deadline).count() > 0) {
        // Any topic will do: it is the answer that counts, and a list of all of them may be long.
        const rd_kafka_metadata_t* metadata = nullptr;
        const auto code =
            rd_kafka_metadata(client.handle(), 0, nullptr, &metadata,
                              static_cast<int>(timeLeft(deadline, oneTry).count()));
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            rd_kafka_metadata_destroy(metadata);
            return std::nullopt;
        }
        serveCallbacks(client);
        auto report = client.takeReport();
        if (!report.broken.empty())
            last = std::move(report);
        const auto stage = stageOf(last.brokenCode);
        if (!last.broken.empty() && stage != NoContact::Stage::Connect)
            return NoContact{stage, last.broken};
    }
    if (last.broken.empty())
        return silence(source);
    // What speaks another protocol hangs up without a word.
    if (last.broken.ends_with("closed the connection"))
        last.broken += fmt::format("; does it expect another protocol than '{}'?",
                                   source.security.protocol);
    return NoContact{stageOf(last.brokenCode), last.broken};
}

} // namespace weir
