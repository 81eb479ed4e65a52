// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <string_view>
#include <vector>

namespace weir {

/// One line on stderr, after the program's name; control characters made visible, because words of
/// brokers and peers are in it. Thread safety: any thread.
void say(std::string_view sentence);

/// What is wrong in the configuration, each with its place.
void sayProblems(const std::vector<ConfigProblem>& problems);

} // namespace weir
