// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir::demo {

/// `weir-collector demo-publish --dir DIR [--seconds N] [--seed N] [--speed X]`: publishes until SIGTERM
/// or SIGINT. Gives the exit code. `argc` and `argv` without the subcommand's name.
int runDemoPublisher(int argc, char** argv);

} // namespace weir::demo
