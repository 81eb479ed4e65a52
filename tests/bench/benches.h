// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "tests/bench/report.h"

#include <cstdint>
#include <string>

namespace weir::bench {

struct Options
{
    std::uint64_t events = 1'000'000;
    std::uint64_t seed = 1;
    int runs = 5;
    int seconds = 20; ///< latency: how long events are published
    int rate = 20'000; ///< latency: events per second
    std::string data; ///< patterns: the folder of the labelled sets
};

/// From the wire and from memory into the index: against kcat, a bare librdkafka consumer (both where
/// WEIR_KAFKA_BOOTSTRAP names a broker) and a SQLite table with a row per event.
Result<Report> ingestBench(const Options& options);

/// From published to painted, in the real window on the display that is set; against a bare
/// subscriber, and against kcat where there is a broker.
Result<Report> latencyBench(const Options& options);

/// Messages into patterns, judged by labelled sets in the format of loghub; against Drain as
/// published.
Result<Report> patternsBench(const Options& options);

/// A file of JSON lines into an empty index, against zstd -3 on the same file.
Result<Report> importBench(const Options& options);

/// Whole `weir query --count` processes against ripgrep on the raw file.
Result<Report> searchBench(const Options& options);

} // namespace weir::bench
