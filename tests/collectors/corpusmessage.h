// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "core/eventbatch.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// One line of tests/data/formats/*.ndjson: a message and the events it must become.
struct CorpusMessage
{
    std::string place; ///< `file:line name`
    std::string payload;
    std::string as = "auto"; ///< the source's format
    std::string format; ///< what it must be taken for; empty: not checked
    std::string topic;
    std::string key;
    std::vector<std::pair<std::string, std::string>> headers;
    std::optional<TimePoint> wireTime;
    std::string events; ///< canonical JSON
    std::string miss; ///< why it is known not to come out exactly; empty: it must
};

/// All lines of a file; throws std::runtime_error with the place of a line that is wrong.
std::vector<CorpusMessage> readCorpus(const std::filesystem::path& file);

/// The events of a batch as canonical JSON: members sorted, absent parts left out, a time only where the
/// event has one of its own.
std::string canonicalEvents(const EventBatch& batch);

} // namespace weir
