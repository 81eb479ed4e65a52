// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/dataset.h"
#include "tests/bench/kafkaruns.h"
#include "tests/bench/storecosts.h"

#include <fmt/format.h>

#include <cstdlib>

namespace weir::bench {

namespace {

Result<Done> measureKafka(const ScratchFolder& folder, const Dataset& data, const Options& options,
                          const std::string& bootstrap, Report& report)
{
    FilledTopic topic{.bootstrap = bootstrap,
                      .name = fmt::format("weir-bench-{}-{}", options.seed, data.events()),
                      .partitions = 4,
                      .messages = data.events(),
                      .events = data.events(),
                      .label = {}};
    if (const auto created = createTopic(topic.name, topic.partitions); !created)
        return created.error();
    const auto filled = runToSuccess(
        {{"kcat", "-P", "-b", bootstrap, "-t", topic.name, "-X", "linger.ms=50", "-X",
          "queue.buffering.max.messages=1000000", "-l", data.file().string()},
         {},
         "/dev/null",
         false});
    if (!filled)
        return filled.error();
    return measureTopic(folder, topic, options.runs, report);
}

} // namespace

Result<Report> ingestBench(const Options& options)
{
    const ScratchFolder folder("weir-bench-ingest");
    const auto data = Dataset::make(folder, options.form, options.events, options.seed);
    if (!data)
        return data.error();
    Report report("ingest");
    report.fact("data", data->description());
    if (const char* broker = std::getenv("WEIR_KAFKA_BOOTSTRAP")) {
        if (const auto measured = measureKafka(folder, *data, options, broker, report); !measured)
            return measured.error();
    } else {
        report.fact("kafka", "skipped: WEIR_KAFKA_BOOTSTRAP is not set");
    }
    if (const auto added = addStoreCosts(report, folder, *data, Blocks::Hot, options.runs); !added)
        return added.error();
    return report;
}

} // namespace weir::bench
