// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace weir {

/// The part of weir.toml that describes one source, as it stands there, comments included; empty when
/// the file has no such source.
std::string sourceText(std::string_view toml, const std::string& name);

/// The same, read from the configuration folder. Thread: any; does file I/O.
std::string readSourceText(const std::filesystem::path& config, const std::string& name);

} // namespace weir
