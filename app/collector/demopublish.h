// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/// `weir-collector demo-publish --dir DIR`: publishes the demonstration until told to stop. In this
/// program because everything that touches a wire is, but a process of its own: it never sees the
/// index. Returns the exit code.
int demoPublishMain(int argc, char** argv);

} // namespace weir
