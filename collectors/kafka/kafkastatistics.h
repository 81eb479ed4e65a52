// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace weir {

using TopicPartition = std::pair<std::string, std::int32_t>;

/// The end of each partition that the broker lets us read (its last stable offset, else its high
/// watermark), from the client library's statistics; only where it is known. Empty on bad JSON.
/// `readsUncommitted`: what no transaction has committed may be read too.
std::map<TopicPartition, std::int64_t> partitionEnds(std::string_view statisticsJson,
                                                     bool readsUncommitted = false);

} // namespace weir
