// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/decoder.h"
#include "collectors/eventwriter.h"
#include "tests/bench/benches.h"
#include "tests/collectors/fakesink.h"

#include <fmt/format.h>

#include <chrono>

namespace weir::bench {

namespace {

const std::vector<std::string> shapes{"email", "card", "jwt", "token", "key", "password", "ip"};

/// JSON in which there is nothing to redact, as in most of what is logged.
std::vector<std::string> harmlessLines()
{
    std::vector<std::string> lines;
    for (int i = 0; i < 4096; ++i)
        lines.push_back(fmt::format(
            R"({{"@timestamp":"2026-11-23T12:04:{:02}.{:03}Z","level":"info","service":"payments",)"
            R"("message":"order {} accepted by worker {}","user":{},"latency_ms":{}.{},)"
            R"("trace_id":"{:016x}{:016x}"}})",
            i % 60, i % 1000, 100'000 + i, i % 16, i % 977, i % 100, i % 10,
            0x9e3779b97f4a7c15ULL * static_cast<unsigned>(i), 0xc2b2ae3d27d4eb4fULL));
    return lines;
}

/// Nanoseconds an event from its bytes into a batch, the shortest of some rounds.
Result<double> timeOf(const std::vector<std::string>& lines, std::vector<std::string> redacted)
{
    constexpr int rounds = 15;
    SourceConfig source;
    source.name = "payments";
    source.redact.shapes = std::move(redacted);
    source.redact.tagKey = std::string(32, 'k');
    SourceMonitor monitor("s", "kafka");
    auto best = std::chrono::nanoseconds::max();
    for (int round = 0; round < rounds; ++round) {
        auto decoder = makeDecoder("json");
        if (!decoder)
            return decoder.error();
        FakeSink sink;
        EventWriter writer(source, SourceKind::Kafka, std::move(*decoder), sink, monitor);
        const std::uint32_t stream = writer.builder().streamIndex({});
        const auto begun = std::chrono::steady_clock::now();
        for (const std::string& line : lines)
            writer.add({stream, 0, {}}, {line, {}});
        best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - begun);
    }
    return static_cast<double>(best.count()) / static_cast<double>(lines.size());
}

} // namespace

Result<Report> redactBench(const Options&)
{
    const std::vector<std::string> lines = harmlessLines();
    const auto without = timeOf(lines, {});
    if (!without)
        return without.error();
    Report report("redact");
    report.fact("data", fmt::format("JSON of {} bytes a line, nothing to redact", lines[0].size()));
    const auto measure = [&](const std::string& what,
                             const std::vector<std::string>& redacted) -> Result<Done> {
        const auto with = timeOf(lines, redacted);
        if (!with)
            return with.error();
        report.add({.what = what,
                    .ours = *with,
                    .oursName = "decoded and redacted",
                    .baseline = *without,
                    .baselineName = "decoded",
                    .unit = "ns/event",
                    .note = {}});
        return Done{};
    };
    if (const auto done = measure("all shapes", shapes); !done)
        return done.error();
    for (const std::string& shape : shapes) {
        if (const auto done = measure(shape, {shape}); !done)
            return done.error();
    }
    return report;
}

} // namespace weir::bench
