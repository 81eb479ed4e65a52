// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/benches.h"
#include "tests/bench/process.h"

#include <string>

namespace weir::bench {

/// A topic that was filled before it is measured.
struct FilledTopic
{
    std::string bootstrap;
    std::string name;
    int partitions = 4;
    std::uint64_t messages = 0;
    std::uint64_t events = 0; ///< what it must become in the index
    std::string label; ///< in front of the rows; may be empty
};

/// Creates a topic by the broker's tool, WEIR_KAFKA_BROKER.
Result<Done> createTopic(const std::string& name, int partitions);

/// From the topic into an index, whole processes: weir collect against kcat to /dev/null and a bare
/// librdkafka consumer, in turn. Fails when an index does not hold exactly what it must.
Result<Done> measureTopic(const ScratchFolder& folder, const FilledTopic& topic, int runs,
                          Report& report);

} // namespace weir::bench
