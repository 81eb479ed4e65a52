// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <memory>
#include <string>

namespace weir::demo {

/// A Kafka broker in this process, for other processes on this machine: librdkafka's mock cluster,
/// with a producer to it. Keeps the newest 5 MiB of each partition.
/// Thread: one at a time.
class DemoBroker final
{
public:
    static Result<std::unique_ptr<DemoBroker>> start();
    ~DemoBroker();
    DemoBroker(const DemoBroker&) = delete;
    DemoBroker& operator=(const DemoBroker&) = delete;

    /// `127.0.0.1:PORT`
    const std::string& bootstrap() const;

    Result<Done> createTopic(const std::string& topic, int partitions);
    /// Copies; sent within a few milliseconds. A full queue drops the message: a demonstration waits
    /// for nobody.
    void publish(const std::string& topic, const std::string& key, const std::string& payload);

private:
    struct Private;
    explicit DemoBroker(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

} // namespace weir::demo
