// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <vector>

namespace weir::cli {

/// Decodes every sample of the user's formats and says, with its place in the file, which part did
/// not come out as it is written there.
std::vector<ConfigProblem> problemsOfSamples(const std::vector<UserFormatFile>& formats);

} // namespace weir::cli
