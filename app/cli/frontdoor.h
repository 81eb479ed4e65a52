// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"

namespace weir::cli {

/// `weir`, `weir SOURCE…`, `weir -`: the window.
void addFrontDoor(CLI::App& app, const Globals& globals, Run& run);

} // namespace weir::cli
