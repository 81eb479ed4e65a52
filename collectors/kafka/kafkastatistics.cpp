// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkastatistics.h"

#include <simdjson.h>

namespace weir {

namespace {

namespace dom = simdjson::dom;

std::int64_t numberOf(const dom::object& object, const char* name)
{
    std::int64_t number = -1;
    return object[name].get(number) == simdjson::SUCCESS ? number : -1;
}

/// Negative when not known.
std::int64_t endOf(const dom::object& partition, bool readsUncommitted)
{
    const std::int64_t stable = numberOf(partition, "ls_offset");
    return stable >= 0 && !readsUncommitted ? stable : numberOf(partition, "hi_offset");
}

} // namespace

std::map<TopicPartition, std::int64_t> partitionEnds(std::string_view statisticsJson,
                                                     bool readsUncommitted)
{
    std::map<TopicPartition, std::int64_t> ends;
    dom::parser parser;
    dom::object topics;
    if (parser.parse(statisticsJson.data(), statisticsJson.size())["topics"].get(topics))
        return ends;
    for (const auto& [name, topic] : topics) {
        dom::object partitions;
        if (topic["partitions"].get(partitions))
            continue;
        for (const auto& [id, value] : partitions) {
            dom::object partition;
            if (value.get(partition))
                continue;
            const std::int64_t number = numberOf(partition, "partition");
            const std::int64_t end = endOf(partition, readsUncommitted);
            if (number >= 0 && end >= 0)
                ends[{std::string(name), static_cast<std::int32_t>(number)}] = end;
        }
    }
    return ends;
}

} // namespace weir
