// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/// The whole of weir-console. Returns the exit code: 0, 1 or 2.
int consoleMain(int argc, char** argv);

} // namespace weir
