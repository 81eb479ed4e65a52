// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

namespace weir::cli {

/// Ctrl+C and SIGTERM set what this gives back from now on, and interrupt a read that waits; a second
/// one ends the process at once.
const std::atomic<bool>& stopOnSignals();

} // namespace weir::cli
