// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/batchsink.h"
#include "collectors/collector.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace weir {

/// Remembers which positions of a source went into the sink, so that the source can be started
/// again (after a pause, an error or a change of its configuration) without reading the index.
/// Thread safety: any thread.
class PositionTracker final : public BatchSink
{
public:
    /// `sink` outlives it. `indexed`: what is in the index before anything is pushed.
    PositionTracker(BatchSink& sink, std::vector<StartPosition> indexed);

    bool push(const EventBatchPtr& batch) override;
    void waitForRoom(std::size_t bytes, std::chrono::milliseconds atMost) override
    {
        m_sink.waitForRoom(bytes, atMost);
    }
    std::chrono::milliseconds maxBatchAge() const override { return m_sink.maxBatchAge(); }

    /// Everything indexed or on its way there.
    std::vector<StartPosition> positions() const;

private:
    void add(const EventBatch& batch);

    BatchSink& m_sink;

    // Guarded by m_mutex.
    mutable std::mutex m_mutex;
    std::map<std::string, StartPosition> m_positions; ///< by Stream::key()
};

} // namespace weir
