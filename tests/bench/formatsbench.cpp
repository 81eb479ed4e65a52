// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/dataset.h"
#include "tests/bench/kafkaruns.h"
#include "tests/bench/topicfiller.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace weir::bench {

namespace {

constexpr std::array forms{WireForm::Json, WireForm::Logfmt, WireForm::Syslog, WireForm::Otlp,
                           WireForm::OtlpBatch};

Result<Done> measureForm(const ScratchFolder& folder, const Dataset& data, WireForm form,
                         const Options& options, const std::string& bootstrap, Report& report)
{
    FilledTopic topic{.bootstrap = bootstrap,
                      .name = fmt::format("weir-bench-{}-{}-{}", nameOf(form), options.seed,
                                          data.events()),
                      .partitions = 4,
                      .messages = 0,
                      .events = data.events(),
                      .label = nameOf(form)};
    if (const auto created = createTopic(topic.name, topic.partitions); !created)
        return created.error();
    const auto messages = fillTopic(data, form, bootstrap, topic.name);
    if (!messages)
        return messages.error();
    topic.messages = *messages;
    return measureTopic(folder, topic, options.runs, report);
}

} // namespace

Result<Report> formatsBench(const Options& options)
{
    const char* bootstrap = std::getenv("WEIR_KAFKA_BOOTSTRAP");
    if (bootstrap == nullptr)
        return Error{Error::Code::NotFound, "WEIR_KAFKA_BOOTSTRAP", "is not set"};
    const ScratchFolder folder("weir-bench-formats");
    const auto data = Dataset::make(folder, Form::Json, options.events, options.seed);
    if (!data)
        return data.error();
    Report report("formats");
    report.fact("data", data->description());
    for (const WireForm form : forms) {
        if (const auto done = measureForm(folder, *data, form, options, bootstrap, report); !done)
            return done.error();
    }
    return report;
}

} // namespace weir::bench
