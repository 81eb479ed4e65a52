// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

namespace weir {

/// Brokers of librdkafka's own, in this process, that can be told to fail, and a producer to them.
/// Thread: one for the producer, any for the rest.
class MockCluster final
{
public:
    static constexpr int brokers = 3;

    MockCluster(const std::string& topic, int partitions)
        : m_topic(topic)
    {
        std::array<char, 512> error{};
        rd_kafka_conf_t* configuration = rd_kafka_conf_new();
        for (const auto& [name, value] :
             {std::pair("test.mock.num.brokers", "3"), {"enable.idempotence", "true"},
              {"linger.ms", "2"}, {"reconnect.backoff.max.ms", "200"}})
            rd_kafka_conf_set(configuration, name, value, error.data(), error.size());
        rd_kafka_conf_set_log_cb(configuration, [](const rd_kafka_t*, int, const char*, const char*) {
        });
        m_producer = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, error.data(), error.size());
        if (m_producer == nullptr)
            throw std::runtime_error(error.data());
        m_cluster = rd_kafka_handle_mock_cluster(m_producer);
        rd_kafka_mock_topic_create(m_cluster, topic.c_str(), partitions, brokers);
        m_handle = rd_kafka_topic_new(m_producer, topic.c_str(), nullptr);
    }
    ~MockCluster()
    {
        rd_kafka_topic_destroy(m_handle);
        rd_kafka_destroy(m_producer);
    }
    MockCluster(const MockCluster&) = delete;
    MockCluster& operator=(const MockCluster&) = delete;

    std::string bootstrap() const { return rd_kafka_mock_cluster_bootstraps(m_cluster); }

    void send(int partition, const std::string& value)
    {
        while (rd_kafka_produce(m_handle, partition, RD_KAFKA_MSG_F_COPY,
                                const_cast<char*>(value.data()), value.size(), nullptr, 0, nullptr)
               != 0)
            rd_kafka_poll(m_producer, 10); // its queue is full
        rd_kafka_poll(m_producer, 0);
    }
    /// False when not everything was acknowledged within a minute.
    bool flush() { return rd_kafka_flush(m_producer, 60'000) == RD_KAFKA_RESP_ERR_NO_ERROR; }

    /// Brokers count from 1.
    void moveLeader(int partition, int broker)
    {
        rd_kafka_mock_partition_set_leader(m_cluster, m_topic.c_str(), partition, broker);
    }
    /// Until the next call, or a thousand times, every fetch is answered so (a rd_kafka_resp_err_t).
    void failFetches(rd_kafka_resp_err_t error)
    {
        constexpr std::int16_t fetch = 1;
        const std::vector<rd_kafka_resp_err_t> errors(1000, error);
        rd_kafka_mock_clear_request_errors(m_cluster, fetch);
        rd_kafka_mock_push_request_errors_array(m_cluster, fetch, errors.size(), errors.data());
    }
    void takeDown(int broker) { rd_kafka_mock_broker_set_down(m_cluster, broker); }
    void bringUp(int broker) { rd_kafka_mock_broker_set_up(m_cluster, broker); }

private:
    const std::string m_topic;
    rd_kafka_t* m_producer = nullptr;
    rd_kafka_topic_t* m_handle = nullptr;
    rd_kafka_mock_cluster_t* m_cluster = nullptr;
};

} // namespace weir
