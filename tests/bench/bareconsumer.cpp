// SPDX-License-Identifier: GPL-3.0-or-later

// Reads a topic from its beginning to a number of records with librdkafka and nothing else: what the
// client library alone costs. Run as a process of its own, so that its CPU time can be told.
//     weir-bench-consume BOOTSTRAP TOPIC PARTITIONS RECORDS

#include <librdkafka/rdkafka.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

constexpr std::array settings{
    std::array{"group.id", "weir-bench"},
    std::array{"enable.auto.commit", "false"},
    std::array{"check.crcs", "true"},
    std::array{"queued.min.messages", "1000000"},
    std::array{"queued.max.messages.kbytes", "65536"},
};

rd_kafka_t* connect(const char* bootstrap)
{
    std::array<char, 256> error{};
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap, error.data(), error.size());
    for (const auto& [name, value] : settings)
        rd_kafka_conf_set(conf, name, value, error.data(), error.size());
    rd_kafka_t* client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, error.data(), error.size());
    if (client == nullptr)
        std::fprintf(stderr, "weir-bench-consume: %s\n", error.data());
    return client;
}

void assign(rd_kafka_t* client, const char* topic, int partitions)
{
    auto* list = rd_kafka_topic_partition_list_new(partitions);
    for (int i = 0; i < partitions; ++i)
        rd_kafka_topic_partition_list_add(list, topic, i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_assign(client, list);
    rd_kafka_topic_partition_list_destroy(list);
}

long consume(rd_kafka_queue_t* queue, long wanted)
{
    static std::array<rd_kafka_message_t*, 10'000> messages;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(5);
    long seen = 0;
    while (seen < wanted && std::chrono::steady_clock::now() < deadline) {
        const auto got = rd_kafka_consume_batch_queue(queue, 20, messages.data(), messages.size());
        for (ssize_t i = 0; i < got; ++i) {
            rd_kafka_message_t* message = messages[static_cast<std::size_t>(i)];
            seen += message->err == RD_KAFKA_RESP_ERR_NO_ERROR ? 1 : 0;
            rd_kafka_message_destroy(message);
        }
    }
    return seen;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5) {
        std::fprintf(stderr, "usage: weir-bench-consume BOOTSTRAP TOPIC PARTITIONS RECORDS\n");
        return 2;
    }
    rd_kafka_t* client = connect(argv[1]);
    if (client == nullptr)
        return 1;
    rd_kafka_poll_set_consumer(client);
    assign(client, argv[2], std::atoi(argv[3]));
    rd_kafka_queue_t* queue = rd_kafka_queue_get_consumer(client);
    const long wanted = std::atol(argv[4]);
    const long seen = consume(queue, wanted);
    rd_kafka_queue_destroy(queue);
    rd_kafka_consumer_close(client);
    rd_kafka_destroy(client);
    return seen >= wanted ? 0 : 1;
}
