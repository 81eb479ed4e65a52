// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"
#include "collectors/sourcemonitor.h"
#include "collectors/stopsignal.h"

#include <mutex>
#include <vector>

namespace weir {

/// Reads partitions of Kafka topics with own positions: no group is joined and nothing is committed, save
/// where the source names a group; then it reads what that gives it, and commits what is indexed.
///
/// Each offset that the broker lets us read ends up in a batch exactly once, or in a gap with its
/// reason; holes of compaction and transactions are covered by the position spans. When the sink has
/// no room nothing is polled, so the broker keeps what we cannot take.
class KafkaCollector final : public Collector
{
public:
    explicit KafkaCollector(CollectorSetup setup);

    Result<Done> run(BatchSink& sink) override;
    void requestStop() override { m_stop.request(); }
    void request(PositionRequest request) override;
    SourceStatus status() const override { return m_monitor.status(); }

private:
    std::vector<PositionRequest> takeRequests();

    const CollectorSetup m_setup;
    SourceMonitor m_monitor;
    StopSignal m_stop;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::vector<PositionRequest> m_requests;
};

} // namespace weir
