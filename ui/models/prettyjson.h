// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// JSON with a line for each member and element, indented by two. Names, texts and numbers stay as they
/// are written, in their order, however often. Precondition: it is JSON.
std::string prettyJson(std::string_view json);

} // namespace weir
