// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/collectors/fakesink.h"
#include "tests/collectors/testbroker.h"

#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace weir {

/// A source that ends where these topics did when it began.
inline CollectorSetup readingToTheEnd(const TestBroker& broker,
                                      const std::vector<std::string>& topics)
{
    KafkaSource kafka;
    kafka.brokers = broker.bootstrap();
    kafka.topics = topics;
    kafka.start.kind = KafkaStart::Kind::Earliest;
    CollectorSetup setup;
    setup.source.name = "orders";
    setup.source.labels = {{"env", "test"}};
    setup.source.input = kafka;
    setup.untilEnd = true;
    return setup;
}

/// Topic, partition and offset of every event; fails the test when one is there twice.
inline std::set<std::tuple<std::string, int, std::int64_t>> offsetsIn(const FakeSink& sink)
{
    std::set<std::tuple<std::string, int, std::int64_t>> offsets;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        const Stream& stream = batch.stream(row);
        const bool isNew =
            offsets.emplace(stream.name, stream.partition, batch.columns().offsets[row]).second;
        if (!isNew)
            QTest::qFail("an offset came twice", __FILE__, __LINE__);
    });
    return offsets;
}

} // namespace weir
