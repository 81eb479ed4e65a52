// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/mixedproducer.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace weir {

namespace {

constexpr std::array compressions{"none", "gzip", "snappy", "lz4", "zstd"};
constexpr int patience = 6'000; ///< ms for each step of a transaction
constexpr int largestRound = 200; ///< records

/// Whether it went well; the error is freed.
bool isFine(rd_kafka_error_t* error)
{
    if (error == nullptr)
        return true;
    rd_kafka_error_destroy(error);
    return false;
}

} // namespace

struct MixedProducer::Client
{
    Client(const std::string& bootstrap, const std::string& topic, std::size_t number)
        : hasTransactions(number >= compressions.size())
    {
        std::array<char, 512> error{};
        rd_kafka_conf_t* configuration = rd_kafka_conf_new();
        std::vector<std::pair<const char*, std::string>> settings{
            {"bootstrap.servers", bootstrap},
            {"enable.idempotence", "true"},
            {"linger.ms", "3"},
            {"message.timeout.ms", "5000"},
            {"reconnect.backoff.max.ms", "500"},
            {"compression.codec", compressions.at(number % compressions.size())}};
        if (hasTransactions) {
            settings.emplace_back("transactional.id", fmt::format("{}-{}", topic, number));
            settings.emplace_back("transaction.timeout.ms", "10000");
        }
        for (const auto& [name, value] : settings)
            rd_kafka_conf_set(configuration, name, value.c_str(), error.data(), error.size());
        rd_kafka_conf_set_log_cb(configuration, [](const rd_kafka_t*, int, const char*, const char*) {
        });
        handle = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, error.data(), error.size());
        if (handle == nullptr)
            throw std::runtime_error(error.data());
        // Ends what a client of this name has left open before.
        isReady = !hasTransactions || isFine(rd_kafka_init_transactions(handle, patience));
    }
    ~Client()
    {
        rd_kafka_purge(handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        rd_kafka_destroy(handle);
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    rd_kafka_t* handle = nullptr;
    const bool hasTransactions;
    bool isReady = false;
};

MixedProducer::MixedProducer(std::string bootstrap, std::string topic, int partitions, int perSecond,
                             unsigned seed)
    : m_bootstrap(std::move(bootstrap))
    , m_topic(std::move(topic))
    , m_partitions(partitions)
    , m_perSecond(perSecond)
    , m_random(seed)
    , m_clients(compressions.size() * 2)
{
}

MixedProducer::~MixedProducer() = default;

int MixedProducer::pick(int below)
{
    return static_cast<int>(m_random() % static_cast<unsigned>(below));
}

MixedProducer::Client& MixedProducer::clientFor(std::size_t index)
{
    auto& client = m_clients.at(index);
    if (!client || !client->isReady) {
        client.reset(); // first: two of one name would fence each other
        client = std::make_unique<Client>(m_bootstrap, m_topic, index);
    }
    return *client;
}

void MixedProducer::run(const std::stop_token& stop, std::uint64_t atMost)
{
    const auto begun = std::chrono::steady_clock::now();
    const std::uint64_t before = m_sent;
    while (!stop.stop_requested() && m_sent - before < atMost) {
        const int number = pick(static_cast<int>(m_clients.size()));
        Client& client = clientFor(static_cast<std::size_t>(number));
        client.isReady = client.isReady && round(client);
        const auto planned = (m_sent - before) * 1'000'000 / static_cast<std::uint64_t>(m_perSecond);
        std::this_thread::sleep_until(begun + std::chrono::microseconds(planned));
    }
}

/// Records up to `largestRound`, and how they end. False: the client is of no more use.
bool MixedProducer::round(Client& client)
{
    if (client.hasTransactions && !isFine(rd_kafka_begin_transaction(client.handle)))
        return false;
    const int count = 1 + pick(largestRound);
    for (int i = 0; i < count; ++i) {
        if (!sendOne(client))
            return false;
    }
    bool isCommitted = false;
    const bool isFineNow = end(client, isCommitted);
    m_committed += isCommitted ? static_cast<unsigned>(count) : 0;
    return isFineNow;
}

bool MixedProducer::end(Client& client, bool& isCommitted)
{
    if (!client.hasTransactions)
        return isCommitted = rd_kafka_flush(client.handle, patience) == RD_KAFKA_RESP_ERR_NO_ERROR;
    if (pick(3) > 0)
        return isCommitted = isFine(rd_kafka_commit_transaction(client.handle, patience));
    // Else the client would purge them before the broker has seen them.
    (void)rd_kafka_flush(client.handle, patience);
    return isFine(rd_kafka_abort_transaction(client.handle, patience));
}

bool MixedProducer::sendOne(Client& client)
{
    const std::string key = fmt::format("k{}", pick(200));
    const int kind = pick(50);
    const std::string value =
        kind < 2 ? std::string() : fmt::format("record {} {:x<{}}", m_sent, "", 20 + pick(200));
    std::array<rd_kafka_vu_t, 5> parts{};
    parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    parts[0].u.cstr = m_topic.c_str();
    parts[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    parts[1].u.i32 = pick(m_partitions);
    parts[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[2].u.i = RD_KAFKA_MSG_F_COPY;
    parts[3].vtype = RD_KAFKA_VTYPE_KEY;
    parts[3].u.mem = {const_cast<char*>(key.data()), key.size()};
    parts[4].vtype = RD_KAFKA_VTYPE_VALUE;
    if (kind > 0) // else a tombstone
        parts[4].u.mem = {const_cast<char*>(value.data()), value.size()};
    ++m_sent;
    rd_kafka_poll(client.handle, 0);
    return isFine(rd_kafka_produceva(client.handle, parts.data(), parts.size()));
}

bool MixedProducer::settle()
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    for (std::size_t i = 0; i < m_clients.size();) {
        if (!m_clients[i] || !m_clients[i]->hasTransactions || m_clients[i]->isReady)
            ++i; // its last transaction has ended
        else if (clientFor(i).isReady)
            ++i;
        else if (std::chrono::steady_clock::now() > end)
            return false;
    }
    m_clients.clear();
    return true;
}

} // namespace weir
