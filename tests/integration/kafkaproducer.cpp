// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/kafkaproducer.h"

#include <librdkafka/rdkafka.h>

#include <array>
#include <stdexcept>

namespace weir {

void KafkaProducer::Destroy::operator()(rd_kafka_s* client) const
{
    rd_kafka_destroy(client);
}

KafkaProducer::KafkaProducer(const std::string& bootstrap, const Settings& more)
{
    std::array<char, 512> error{};
    rd_kafka_conf_t* configuration = rd_kafka_conf_new();
    Settings settings{
        {"bootstrap.servers", bootstrap}, {"enable.idempotence", "true"}, {"linger.ms", "5"}};
    settings.insert(settings.end(), more.begin(), more.end());
    for (const auto& [name, value] : settings)
        rd_kafka_conf_set(configuration, name.c_str(), value.c_str(), error.data(), error.size());
    m_client.reset(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, error.data(), error.size()));
    if (!m_client)
        throw std::runtime_error(error.data());
}

void KafkaProducer::send(const std::string& topic, const std::string& payload,
                         const std::string& key, const Headers& headers)
{
    // The macros of rd_kafka_producev() cast in C's manner.
    std::vector<rd_kafka_vu_t> parts;
    const auto part = [&parts](rd_kafka_vtype_t type) -> rd_kafka_vu_t& {
        parts.push_back({});
        parts.back().vtype = type;
        return parts.back();
    };
    const auto bytes = [](const std::string& text) {
        return const_cast<char*>(text.data());
    };
    part(RD_KAFKA_VTYPE_TOPIC).u.cstr = topic.c_str();
    part(RD_KAFKA_VTYPE_MSGFLAGS).u.i = RD_KAFKA_MSG_F_COPY;
    part(RD_KAFKA_VTYPE_VALUE).u.mem = {bytes(payload), payload.size()};
    if (!key.empty())
        part(RD_KAFKA_VTYPE_KEY).u.mem = {bytes(key), key.size()};
    for (const auto& [name, value] : headers)
        part(RD_KAFKA_VTYPE_HEADER).u.header = {name.c_str(), value.data(),
                                                static_cast<ssize_t>(value.size())};
    for (;;) {
        rd_kafka_error_t* error = rd_kafka_produceva(m_client.get(), parts.data(), parts.size());
        if (error == nullptr)
            break;
        const rd_kafka_resp_err_t code = rd_kafka_error_code(error);
        rd_kafka_error_destroy(error);
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL)
            throw std::runtime_error(rd_kafka_err2str(code));
        rd_kafka_poll(m_client.get(), 10);
    }
    rd_kafka_poll(m_client.get(), 0);
}

bool KafkaProducer::flush()
{
    return rd_kafka_flush(m_client.get(), 60'000) == RD_KAFKA_RESP_ERR_NO_ERROR;
}

} // namespace weir
