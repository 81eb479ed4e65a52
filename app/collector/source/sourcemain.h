// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/// `weir-collector source test|peek|topics|groups …`: looks at a source under the limits of the
/// collector, in a process of its own that ends with its parent and at its timeout, so that a hostile
/// broker touches neither window nor collector. It knows no index. Returns the exit code.
int sourceMain(int argc, char** argv);

} // namespace weir
