// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"

namespace weir::cli {

/// The front door of `weir source test|peek|topics|groups`: on the command `source`, which is made if it
/// is not there.
void addSourceChildCommands(CLI::App& app, const Globals& globals, Run& run);

} // namespace weir::cli
