// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// The first host of `host:port,[::1]:port,...` that is not this machine itself; empty: there is none.
/// Names are not resolved: only `localhost`, 127.0.0.0/8 and ::1 are this machine.
std::string hostBeyondLoopback(std::string_view brokers);

} // namespace weir
