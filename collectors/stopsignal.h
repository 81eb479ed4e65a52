// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"

#include <atomic>
#include <chrono>

namespace weir {

/// Asks a loop to stop, and wakes it while it waits for a file descriptor.
/// Thread safety: any thread; waitFor() in the loop's.
class StopSignal final
{
public:
    StopSignal();

    void request();
    bool isRequested() const { return m_requested.load(std::memory_order_acquire); }

    /// Readable from request() on.
    int descriptor() const { return m_descriptor.get(); }

    /// Sleeps, at most until request(). True when stopped.
    bool waitFor(std::chrono::milliseconds time) const { return waitFor(-1, time); }
    /// Also wakes when `descriptor` becomes readable.
    bool waitFor(int descriptor, std::chrono::milliseconds time) const;

private:
    std::atomic<bool> m_requested = false;
    const Descriptor m_descriptor;
};

} // namespace weir
