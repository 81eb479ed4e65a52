// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demobroker.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <array>
#include <map>

namespace weir::demo {

struct DemoBroker::Private
{
    rd_kafka_t* host = nullptr; ///< the client that the mock cluster lives in
    rd_kafka_mock_cluster_t* cluster = nullptr;
    rd_kafka_t* producer = nullptr;
    std::map<std::string, rd_kafka_topic_t*> topics;
    std::string bootstrap;
};

namespace {

Result<rd_kafka_t*> makeProducer(const std::string& bootstrap)
{
    std::array<char, 256> error{};
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap.c_str(), error.data(), error.size());
    // The mock cluster gives one message set a fetch: small ones could not be read as fast as sent.
    rd_kafka_conf_set(conf, "linger.ms", "25", error.data(), error.size());
    rd_kafka_conf_set(conf, "log_level", "2", error.data(), error.size());
    rd_kafka_t* producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error.data(), error.size());
    if (producer == nullptr) {
        rd_kafka_conf_destroy(conf);
        return Error{Error::Code::Io, "demo broker", error.data()};
    }
    return producer;
}

} // namespace

DemoBroker::DemoBroker(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

DemoBroker::~DemoBroker()
{
    for (const auto& [name, topic] : d->topics)
        rd_kafka_topic_destroy(topic);
    if (d->producer != nullptr) {
        rd_kafka_flush(d->producer, 500);
        rd_kafka_destroy(d->producer);
    }
    if (d->cluster != nullptr)
        rd_kafka_mock_cluster_destroy(d->cluster);
    if (d->host != nullptr)
        rd_kafka_destroy(d->host);
}

Result<std::unique_ptr<DemoBroker>> DemoBroker::start()
{
    std::unique_ptr<DemoBroker> broker(new DemoBroker(std::make_unique<Private>()));
    // The host never connects anywhere: it only owns the cluster's thread.
    const auto host = makeProducer("127.0.0.1:1");
    if (!host)
        return host.error();
    broker->d->host = *host;
    broker->d->cluster = rd_kafka_mock_cluster_new(*host, 1);
    if (broker->d->cluster == nullptr)
        return Error{Error::Code::Io, "demo broker", "the mock cluster cannot be started"};
    broker->d->bootstrap = rd_kafka_mock_cluster_bootstraps(broker->d->cluster);
    const auto producer = makeProducer(broker->d->bootstrap);
    if (!producer)
        return producer.error();
    broker->d->producer = *producer;
    return broker;
}

const std::string& DemoBroker::bootstrap() const
{
    return d->bootstrap;
}

Result<Done> DemoBroker::createTopic(const std::string& topic, int partitions)
{
    const auto failed = rd_kafka_mock_topic_create(d->cluster, topic.c_str(), partitions, 1);
    if (failed != RD_KAFKA_RESP_ERR_NO_ERROR)
        return Error{Error::Code::Io, topic, rd_kafka_err2str(failed)};
    d->topics[topic] = rd_kafka_topic_new(d->producer, topic.c_str(), nullptr);
    return Done{};
}

void DemoBroker::publish(const std::string& topic, const std::string& key,
                         const std::string& payload)
{
    const auto found = d->topics.find(topic);
    if (found == d->topics.end())
        return;
    rd_kafka_produce(found->second, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY,
                     const_cast<char*>(payload.data()), payload.size(), // NOLINT: copied
                     key.data(), key.size(), nullptr);
    rd_kafka_poll(d->producer, 0);
}

} // namespace weir::demo
