// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace weir::bench {

/// Wall-clock nanoseconds at which probe n was published; index is the probe's number.
using PublishTimes = std::vector<std::int64_t>;

/// Publishes numbered, stamped JSON events of about 200 bytes at a steady rate.
class ProbePublisher
{
public:
    ProbePublisher() = default;
    ProbePublisher(const ProbePublisher&) = delete;
    ProbePublisher& operator=(const ProbePublisher&) = delete;
    virtual ~ProbePublisher() = default;

    /// The source as a table of weir.toml.
    virtual std::string sourceToml() const = 0;
    virtual void publish(const std::string& payload) = 0;
};

/// A PUB socket on a free port of the loopback.
std::unique_ptr<ProbePublisher> zeroMqPublisher();
/// A producer without linger to a new topic of one partition.
std::unique_ptr<ProbePublisher> kafkaPublisher(const std::string& broker, const std::string& topic);

/// An event as it is published now: stamped with this time.
std::string probePayload(std::uint64_t number);

/// Publishes `rate` events a second for `seconds`, in steps of a millisecond.
PublishTimes publishSteadily(ProbePublisher& publisher, int rate, int seconds);

/// A frame of the window: everything up to this seq was painted at this time.
struct Frame
{
    std::uint64_t ceiling = 0;
    std::int64_t paintedNs = 0;
};

/// Reads what `weir-console --probe-log` wrote: a line "CEILING NANOSECONDS" a frame.
std::vector<Frame> readFrames(const std::filesystem::path& file);

/// For each probe found in the index: milliseconds from its publication to the first frame whose
/// ceiling includes it. Probes of the first `warmUp` share are left out.
Result<std::vector<double>> paintedAfter(const std::filesystem::path& index,
                                         const PublishTimes& published,
                                         const std::vector<Frame>& frames, double warmUp);

} // namespace weir::bench
