// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace weir::cli {

/// Becomes the program of this name that lies beside ours (same pid). Returns an exit code only when
/// that fails, after saying why.
int become(const std::string& program, const std::vector<std::string>& arguments);

/// Starts the program beside ours as a child that ends with us. `output`: a descriptor for its
/// standard output, or -1 for ours.
Result<pid_t> startChild(const std::string& program, const std::vector<std::string>& arguments,
                         int output = -1);

/// Waits for a child; its exit code, or 128 and the signal that ended it.
int waitForChild(pid_t child);
bool hasEnded(pid_t child);

/// SIGTERM, and the wait for its end.
int stopChild(pid_t child);

} // namespace weir::cli
