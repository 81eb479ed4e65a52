// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace weir {

/// Where Weir's files are when nobody says otherwise, after the XDG base directory specification:
/// the environment variable when it holds an absolute path, else the usual place below the home.
/// Nothing is created. Thread safety: any, as long as nobody changes the environment.
std::filesystem::path defaultConfigFolder(); ///< `~/.config/weir`
std::filesystem::path defaultIndexFolder(); ///< `~/.local/share/weir`
std::filesystem::path cacheFolder(); ///< `~/.cache/weir`
std::filesystem::path stateFolder(); ///< `~/.local/state/weir`

/// `$XDG_RUNTIME_DIR/weir`; empty when the session has no such folder.
std::filesystem::path runtimeFolder();

/// Where demo and scenario files are installed: `WEIR_RESOURCES`, else `share/weir` beside the
/// program's `bin`, else the source tree it was built from.
std::filesystem::path resourceFolder();

/// The folder of the running program.
std::filesystem::path programFolder();

} // namespace weir
