// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

struct rd_kafka_s;

namespace weir {

/// Sends records to a real broker and waits until it has all of them. Thread: one at a time.
class KafkaProducer final
{
public:
    using Headers = std::vector<std::pair<std::string, std::string>>;

    using Settings = std::vector<std::pair<std::string, std::string>>;
    /// `settings`: of the client library, beside the usual ones.
    explicit KafkaProducer(const std::string& bootstrap, const Settings& settings = {});

    /// To any partition; waits while the client's queue is full.
    void send(const std::string& topic, const std::string& payload, const std::string& key = {},
              const Headers& headers = {});
    /// False when not everything was acknowledged.
    bool flush();

private:
    struct Destroy
    {
        void operator()(rd_kafka_s* client) const;
    };

    std::unique_ptr<rd_kafka_s, Destroy> m_client;
};

} // namespace weir
