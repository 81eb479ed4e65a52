// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/topicfiller.h"

#include <librdkafka/rdkafka.h>

#include <array>
#include <fstream>
#include <memory>

namespace weir::bench {

namespace {

struct DestroyProducer
{
    void operator()(rd_kafka_t* client) const { rd_kafka_destroy(client); }
};
using Producer = std::unique_ptr<rd_kafka_t, DestroyProducer>;

constexpr std::array settings{
    std::array{"linger.ms", "50"},
    std::array{"queue.buffering.max.messages", "1000000"},
    std::array{"queue.buffering.max.kbytes", "1048576"},
    std::array{"partitioner", "random"},
};

Producer connect(const std::string& bootstrap)
{
    std::array<char, 256> error{};
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap.c_str(), error.data(), error.size());
    for (const auto& [name, value] : settings)
        rd_kafka_conf_set(conf, name, value, error.data(), error.size());
    return Producer(rd_kafka_new(RD_KAFKA_PRODUCER, conf, error.data(), error.size()));
}

struct DestroyTopic
{
    void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
};
using Topic = std::unique_ptr<rd_kafka_topic_t, DestroyTopic>;

bool send(rd_kafka_t* client, rd_kafka_topic_t* topic, std::string_view message)
{
    for (;;) {
        char* const bytes = const_cast<char*>(message.data()); // NOLINT: the library only copies them
        if (rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, bytes,
                             message.size(), nullptr, 0, nullptr)
            == 0)
            return true;
        if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL)
            return false;
        rd_kafka_poll(client, 100);
    }
}

} // namespace

Result<std::uint64_t> fillTopic(const Dataset& data, WireForm form, const std::string& bootstrap,
                                const std::string& topic)
{
    const Error failed{Error::Code::Io, topic, "the topic cannot be filled"};
    const Producer client = connect(bootstrap);
    if (!client)
        return failed;
    const Topic target(rd_kafka_topic_new(client.get(), topic.c_str(), nullptr));
    WireForms forms(form);
    std::uint64_t count = 0;
    std::ifstream file(data.file());
    for (std::string line; std::getline(file, line);) {
        if (!forms.add(line))
            continue;
        if (!send(client.get(), target.get(), forms.message()))
            return failed;
        if (++count % 1000 == 0)
            rd_kafka_poll(client.get(), 0);
    }
    if (forms.finish()) {
        if (!send(client.get(), target.get(), forms.message()))
            return failed;
        ++count;
    }
    constexpr int patience = 300'000; // ms
    if (rd_kafka_flush(client.get(), patience) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return failed;
    return count;
}

} // namespace weir::bench
