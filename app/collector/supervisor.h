// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/crashnotes.h"

#include <functional>

namespace weir {

/// Runs `collect` in a child process and starts another one, with growing pauses (1 to 30 s), when it
/// crashes or reaches its memory limit. One that ends by itself ends this too, with the same exit code.
///
/// SIGTERM, SIGINT and SIGHUP are passed on; in a pause the first two end this with 0. The child is
/// killed when this process is, so that `kill -9` still means what it says.
///
/// Call before there are threads. Returns in the child, too: what `collect` has returned. Where no
/// child can be made, `collect` runs here.
int supervise(const std::function<int(CrashNotes*)>& collect);

} // namespace weir
