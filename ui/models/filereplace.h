// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>
#include <string>

namespace weir {

// Text files that a person edits too. Thread: any but the GUI's; these wait for the disk.

/// The whole of a file; a file that is not there is an empty text. Io when it cannot be read or is
/// larger than 16 MiB.
Result<std::string> readTextFile(const std::filesystem::path& path);

/// Puts `text` in the place of a file that holds `expected` (empty: also of one that is not there): a
/// new file beside it, synced to the disk, then exchanged in one step. After a crash there is the old
/// file or the new one. Mode and owner's rights stay; a new file is 0600. A symbolic link stays one,
/// what it points to is replaced.
///
/// Busy when the file holds something else, also when it was changed or made at the last moment, and
/// when another window has been writing in the folder for seconds; then it is as it was. Denied and Io
/// as the system says; Io also when it was changed at the last moment and that could not be put back:
/// the detail names the file that has it.
Result<Done> replaceTextFile(const std::filesystem::path& path, const std::string& expected,
                             const std::string& text);

} // namespace weir
