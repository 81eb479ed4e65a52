// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/probe.h"

#include "store/read/indexreader.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <thread>

namespace weir::bench {

namespace {

class ZeroMqPublisher final : public ProbePublisher
{
public:
    ZeroMqPublisher()
    {
        const int highWater = 0; // what is measured is the way to the screen, not shedding
        zmq_setsockopt(m_socket, ZMQ_SNDHWM, &highWater, sizeof highWater);
        zmq_bind(m_socket, "tcp://127.0.0.1:*");
        std::size_t length = m_endpoint.size();
        zmq_getsockopt(m_socket, ZMQ_LAST_ENDPOINT, m_endpoint.data(), &length);
    }
    ~ZeroMqPublisher() override
    {
        const int linger = 0;
        zmq_setsockopt(m_socket, ZMQ_LINGER, &linger, sizeof linger);
        zmq_close(m_socket);
        zmq_ctx_term(m_context);
    }

    std::string sourceToml() const override
    {
        return fmt::format("[[source]]\nname = \"probe\"\n"
                           "zeromq = {{ connect = [\"{}\"], type = \"sub\", topics = [\"\"] }}\n",
                           m_endpoint.data());
    }
    void publish(const std::string& payload) override
    {
        zmq_send(m_socket, payload.data(), payload.size(), 0);
    }

private:
    void* m_context = zmq_ctx_new();
    void* m_socket = zmq_socket(m_context, ZMQ_PUB);
    std::array<char, 256> m_endpoint{};
};

class KafkaPublisher final : public ProbePublisher
{
public:
    KafkaPublisher(const std::string& broker, std::string topic)
        : m_broker(broker)
        , m_topic(std::move(topic))
    {
        std::array<char, 256> error{};
        rd_kafka_conf_t* conf = rd_kafka_conf_new();
        rd_kafka_conf_set(conf, "bootstrap.servers", broker.c_str(), error.data(), error.size());
        rd_kafka_conf_set(conf, "linger.ms", "0", error.data(), error.size());
        rd_kafka_conf_set(conf, "socket.nagle.disable", "true", error.data(), error.size());
        m_client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error.data(), error.size());
        m_handle = rd_kafka_topic_new(m_client, m_topic.c_str(), nullptr);
    }
    ~KafkaPublisher() override
    {
        rd_kafka_flush(m_client, 5000);
        rd_kafka_topic_destroy(m_handle);
        rd_kafka_destroy(m_client);
    }

    std::string sourceToml() const override
    {
        return fmt::format(
            "[[source]]\nname = \"probe\"\n"
            "kafka = {{ brokers = \"{}\", topics = [\"{}\"], start = \"earliest\" }}\n",
            m_broker, m_topic);
    }
    void publish(const std::string& payload) override
    {
        // The queue holds 100,000 messages; a refused one would be a probe that never arrives.
        while (rd_kafka_produce(m_handle, 0, RD_KAFKA_MSG_F_COPY,
                                const_cast<char*>(payload.data()), // NOLINT
                                payload.size(), nullptr, 0, nullptr)
               != 0)
            rd_kafka_poll(m_client, 1);
        rd_kafka_poll(m_client, 0);
    }

private:
    std::string m_broker;
    std::string m_topic;
    rd_kafka_t* m_client = nullptr;
    rd_kafka_topic_t* m_handle = nullptr;
};

std::int64_t wallNs()
{
    return nanosecondsOf(std::chrono::system_clock::now());
}

std::string payloadOf(std::size_t number, std::int64_t now)
{
    return fmt::format(R"({{"ts":"{}","level":"info","service":"probe","host":"host-{}",)"
                       R"("msg":"request {} served after {} ms to a steady customer","probe":{}}})",
                       formatTime(timePointOf(now), 6), number % 24, number, number % 977, number);
}

} // namespace

std::unique_ptr<ProbePublisher> zeroMqPublisher()
{
    return std::make_unique<ZeroMqPublisher>();
}

std::unique_ptr<ProbePublisher> kafkaPublisher(const std::string& broker, const std::string& topic)
{
    return std::make_unique<KafkaPublisher>(broker, topic);
}

std::string probePayload(std::uint64_t number)
{
    return payloadOf(static_cast<std::size_t>(number), wallNs());
}

PublishTimes publishSteadily(ProbePublisher& publisher, int rate, int seconds)
{
    using namespace std::chrono;
    PublishTimes times;
    const auto total = static_cast<std::size_t>(rate) * static_cast<std::size_t>(seconds);
    times.reserve(total);
    const auto started = steady_clock::now();
    while (times.size() < total) {
        const auto elapsed = duration<double>(steady_clock::now() - started).count();
        const auto due = std::min(total, static_cast<std::size_t>(elapsed * rate));
        while (times.size() < due) {
            const std::int64_t now = wallNs();
            publisher.publish(payloadOf(times.size(), now));
            times.push_back(now);
        }
        std::this_thread::sleep_for(milliseconds(1)); // the pace of the publisher, not a wait
    }
    return times;
}

std::vector<Frame> readFrames(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::vector<Frame> frames;
    Frame frame;
    while (in >> frame.ceiling >> frame.paintedNs)
        frames.push_back(frame);
    return frames;
}

Result<std::vector<double>> paintedAfter(const std::filesystem::path& index,
                                         const PublishTimes& published,
                                         const std::vector<Frame>& frames, double warmUp)
{
    const auto reader = IndexReader::open(index);
    if (!reader)
        return reader.error();
    const auto newest = (*reader)->newest();
    if (!newest)
        return newest.error();
    const auto blocks = (*reader)->blocks({}, EventSeq{0}, *newest);
    if (!blocks)
        return blocks.error();
    const auto first = static_cast<std::int64_t>(static_cast<double>(published.size()) * warmUp);
    std::vector<double> milliseconds;
    for (const BlockInfo& block : *blocks) {
        const auto stored = (*reader)->load(block);
        if (!stored)
            return stored.error();
        for (std::size_t row = 0; row < stored->batch->size(); ++row) {
            const auto probe = stored->batch->field("probe", row);
            if (!probe || probe->bits < first
                || probe->bits >= static_cast<std::int64_t>(published.size()))
                continue;
            const auto frame =
                std::partition_point(frames.begin(), frames.end(), [&](const Frame& f) {
                    return f.ceiling < number(stored->seq(row));
                });
            if (frame == frames.end())
                continue; // published while the window was being closed
            milliseconds.push_back(
                static_cast<double>(frame->paintedNs
                                    - published[static_cast<std::size_t>(probe->bits)])
                / 1e6);
        }
    }
    return milliseconds;
}

} // namespace weir::bench
