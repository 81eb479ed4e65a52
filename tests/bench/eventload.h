// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "tests/bench/probe.h"
#include "tests/bench/process.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <thread>

namespace weir::bench {

/// A producer and a collector that write so many events a second into an index, for as long as this
/// lives; and how many really came.
class EventLoad final
{
public:
    /// `config` has the producer as its source; `log` is the collector's.
    static Result<std::unique_ptr<EventLoad>> start(std::unique_ptr<ProbePublisher> publisher, int rate,
                                                    const std::filesystem::path& config,
                                                    const std::filesystem::path& index,
                                                    const std::filesystem::path& log);

    struct Rates
    {
        double published = 0; ///< events a second
        double indexed = 0;
    };
    /// Since the last call, or the start.
    Rates rates();

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    EventLoad(std::unique_ptr<ProbePublisher> publisher, int rate, Background collector,
              std::filesystem::path index);
    std::uint64_t indexed() const;

    const std::unique_ptr<ProbePublisher> m_publisher;
    const std::filesystem::path m_index;
    Background m_collector;
    SteadyTime m_since;
    std::uint64_t m_publishedBefore = 0;
    std::uint64_t m_indexedBefore = 0;
    std::atomic<std::uint64_t> m_published = 0;

    // Last, so destroyed first: it uses the publisher.
    std::jthread m_producer;
};

} // namespace weir::bench
