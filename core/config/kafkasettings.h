// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// Empty when `key` may stand in a Kafka source's `settings` with this value, else a sentence with the
/// nearest allowed key.
///
/// The list is of what is safe and not of what is dangerous: a setting of the client library that runs
/// commands, loads code, writes secrets into logs, commits offsets or changes what a source promises
/// is not in it, nor will one be that a later version brings.
std::string faultOfKafkaSetting(std::string_view key, std::string_view value);

} // namespace weir
