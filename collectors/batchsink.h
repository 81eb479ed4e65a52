// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"
#include "core/eventbatch.h"

#include <chrono>

namespace weir {

/// Where a collector puts its batches; implemented over the writer's queue, and by a fake in tests.
///
/// Thread safety: any thread.
class BatchSink
{
public:
    BatchSink() = default;
    BatchSink(const BatchSink&) = delete;
    BatchSink& operator=(const BatchSink&) = delete;
    virtual ~BatchSink() = default;

    /// False when there is no room now; the batch is then still the caller's.
    [[nodiscard]] virtual bool push(const EventBatchPtr& batch) = 0;
    /// Waits until there may be room, at most this long.
    virtual void waitForRoom(std::size_t bytes, std::chrono::milliseconds atMost) = 0;
    /// How old the first event of an unfinished batch may become before it is pushed: short while
    /// somebody follows. May change at any time.
    virtual std::chrono::milliseconds maxBatchAge() const = 0;
};

} // namespace weir
