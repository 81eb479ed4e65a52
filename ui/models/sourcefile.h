// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/tomlsplice.h"
#include "core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weir {

// The sources of a weir.toml as the window changes them: one piece of text at a time, on what the file
// holds at that moment, so that changes somebody else makes elsewhere in it stay.
// Thread: any but the GUI's; does file I/O.

/// What a change has done, and what undoes it.
struct SourceChange
{
    std::string before; ///< the whole file
    std::string after;
    std::string block; ///< of a source that was taken out: as it stood
};

/// `block`: what stood there when the form was opened. Busy when it is another text now.
Result<SourceChange> saveEditedSource(const std::filesystem::path& config, const std::string& name,
                                      const std::string& block, const std::vector<TomlEdit>& edits);
Result<SourceChange> saveNewSource(const std::filesystem::path& config, const std::string& block);
Result<SourceChange> takeOutSource(const std::filesystem::path& config, const std::string& name);

/// Undoes a change: exactly, unless somebody has changed the file since; then a source that was taken
/// out comes back at the end, and of anything else the answer is Busy.
Result<Done> undoSourceChange(const std::filesystem::path& config, const SourceChange& change);

} // namespace weir
