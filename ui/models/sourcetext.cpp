// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcetext.h"

#include "core/config/tomlsplice.h"
#include "ui/models/filereplace.h"

namespace weir {

std::string sourceText(std::string_view toml, const std::string& name)
{
    return sourceBlock(toml, name);
}

std::string readSourceText(const std::filesystem::path& config, const std::string& name)
{
    const auto toml = readTextFile(config / "weir.toml");
    return toml ? sourceText(*toml, name) : std::string();
}

} // namespace weir
