// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "tests/bench/dataset.h"
#include "tests/bench/report.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace weir::bench {

struct Options
{
    std::uint64_t events = 1'000'000;
    std::uint64_t seed = 1;
    Form form = Form::Json;
    int runs = 5;
    std::vector<std::uint64_t> sizes{1'000'000, 10'000'000, 50'000'000}; ///< growth: ascending
    int seconds = 20; ///< latency: how long events are published
    int rate = 20'000; ///< latency: events per second
    std::string index; ///< ui: an index that is there; empty: one is made
    std::vector<std::string> parts; ///< ui: of uiBench(); empty: all
    std::string data; ///< patterns: the folder of the labelled sets
};

/// From the wire and from memory into the index: against kcat, a bare librdkafka consumer (both where
/// WEIR_KAFKA_BOOTSTRAP names a broker) and a SQLite table with a row per event.
Result<Report> ingestBench(const Options& options);

/// The same events in several formats from a topic into the index: against kcat and a bare librdkafka
/// consumer on the same topic. Needs WEIR_KAFKA_BOOTSTRAP.
Result<Report> formatsBench(const Options& options);

/// From memory into blocks as they stay: compacted, with their filters, in a sealed slice; against
/// the same table.
Result<Report> compactBench(const Options& options);

/// From published to painted, in the real window on the display that is set; against a bare
/// subscriber, and against kcat where there is a broker.
Result<Report> latencyBench(const Options& options);

/// The real window over an index of `events` events, driven by keys and mouse, with and without
/// `rate` events arriving a second: frames, answers, jumps, start, idleness, memory. Its parts: starts,
/// script, counts, jumps, idle, load.
Result<Report> uiBench(const Options& options);

/// Messages into patterns, judged by labelled sets in the format of loghub; against Drain as
/// published.
Result<Report> patternsBench(const Options& options);

/// What it costs to look for each shape that is redacted, beside the decoding of the same messages.
Result<Report> redactBench(const Options& options);

/// A file into an empty index, against zstd -3 on the same file.
Result<Report> importBench(const Options& options);

/// Whole `weir query` processes, and the same within one, against ripgrep on the raw file and DuckDB.
Result<Report> searchBench(const Options& options);

/// searchBench() for each of the sizes, which is shown as soon as it is there; then how the times
/// have grown from the smallest to the largest.
Result<Report> growthBench(const Options& options, const std::function<void(const Report&)>& show);

} // namespace weir::bench
