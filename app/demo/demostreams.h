// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/demoscript.h"
#include "core/timepoint.h"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace weir::demo {

/// A message for one of the demonstration's streams. Its strings are overwritten by the next one.
struct Message
{
    std::string topic; ///< Kafka and PUB; empty for PUSH
    std::string key; ///< Kafka
    std::string payload;
};

/// What the demonstration says: a shop's payments and services that share trace ids, a market, and
/// sensors. The same seed and times give the same messages.
/// Thread: one at a time.
class DemoStreams final
{
public:
    explicit DemoStreams(std::uint64_t seed);

    /// A payment; the gateway's log line of the same request follows from nextService().
    const Message& nextPayment(TimePoint now, Elapsed sinceStart);
    const Message& nextService(TimePoint now, Elapsed sinceStart);
    const Message& nextTick(TimePoint now);
    const Message& nextReading(TimePoint now, Elapsed sinceStart);

private:
    struct Request
    {
        std::string trace;
        std::string region;
        bool failed = false;
        int latencyMs = 0;
    };

    std::uint32_t below(std::uint32_t bound);
    double unit();
    /// A latency with a long tail around `typical`.
    int latency(double typical);
    std::string hex(std::size_t digits);
    const Message& gatewayLine(TimePoint now);
    const Message& serviceLine(TimePoint now, Elapsed sinceStart);
    const Message& stackTrace(TimePoint now);

    std::mt19937_64 m_random;
    std::vector<Request> m_requests; ///< payments whose gateway line is still to come
    std::array<double, 6> m_prices{61.4, 182.7, 24.15, 410.2, 9.87, 73.6};
    std::array<double, 8> m_temperatures{71, 68, 74, 66, 70, 72, 69, 67};
    std::size_t m_nextSensor = 0;
    Message m_message;
};

} // namespace weir::demo
