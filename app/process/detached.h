// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace weir {

/// Starts a program that goes on when this process ends, in a session of its own: without our limits
/// (as far as they may be raised), without our files but the standard ones. False when there is no
/// such program; whether it runs is not waited for. Thread: any.
bool startDetached(const std::string& program, const std::vector<std::string>& arguments);

} // namespace weir
