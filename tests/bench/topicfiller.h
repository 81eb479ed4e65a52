// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "tests/bench/dataset.h"
#include "tests/bench/wireforms.h"

#include <string>

namespace weir::bench {

/// Fills a topic that exists with the events of a data set of JSON, written in a form. Returns when the
/// broker has everything: how many messages that were.
Result<std::uint64_t> fillTopic(const Dataset& data, WireForm form, const std::string& bootstrap,
                                const std::string& topic);

} // namespace weir::bench
