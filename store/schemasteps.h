// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace weir {

/// The texts of schema/slice/*.sql and schema/meta/*.sql in the order of their numbers; the build
/// makes schemasteps.cpp from the files. Step n brings a file from version n to n + 1.
std::span<const std::string_view> sliceSchemaSteps();
std::span<const std::string_view> metaSchemaSteps();

} // namespace weir
