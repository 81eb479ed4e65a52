// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <stop_token>
#include <string>
#include <vector>

struct rd_kafka_s;

namespace weir {

/// Fills a topic with everything a partition can hold: records in and outside of transactions, committed
/// and aborted ones, in batches of every compression, tombstones and empty values among them. Goes on
/// when the broker dies; what became of a record then only the broker can say.
///
/// Keys are `k0` to `k199`, so that compaction finds something. Thread: one at a time.
class MixedProducer final
{
public:
    /// `perSecond`: records, as an upper bound.
    MixedProducer(std::string bootstrap, std::string topic, int partitions, int perSecond,
                  unsigned seed);
    ~MixedProducer();

    /// Until asked to stop, or this many records were sent.
    void run(const std::stop_token& stop, std::uint64_t atMost = UINT64_MAX);
    /// Ends every transaction that is open, so that all there is can be read. False when the broker does
    /// not answer for a minute.
    bool settle();

    std::uint64_t sent() const { return m_sent; }
    /// Of them surely readable; more may be, when the broker died meanwhile.
    std::uint64_t committed() const { return m_committed; }

private:
    struct Client;

    Client& clientFor(std::size_t index);
    bool round(Client& client);
    bool end(Client& client, bool& isCommitted);
    bool sendOne(Client& client);
    int pick(int below);

    const std::string m_bootstrap;
    const std::string m_topic;
    const int m_partitions;
    const int m_perSecond;
    std::mt19937 m_random;
    std::vector<std::unique_ptr<Client>> m_clients; ///< one for each compression, with transactions or not
    std::uint64_t m_sent = 0;
    std::uint64_t m_committed = 0;
};

} // namespace weir
