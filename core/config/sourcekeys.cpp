// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sourcekeys.h"

#include <fmt/format.h>

#include <fstream>

namespace weir {

void readSecret(TableReader& reader, std::string_view key, std::string& reference)
{
    reader.read(key, reference);
    const TomlValue* value = reader.find(key);
    if (!value || value->kind != TomlValue::Kind::String)
        return;
    if (value->text.find("${") == std::string::npos) {
        reader.problems().error(value->place,
                                fmt::format("'{}' must be a reference: ${{env:NAME}}, "
                                            "${{file:PATH}} or ${{keyring:KEY}}, not the secret "
                                            "itself",
                                            key));
        return;
    }
    // What is in the keyring only the collector can tell.
    const KeyringReader unopened = [](const std::string&) {
        return std::string();
    };
    const auto resolved = resolveSecret(value->text, unopened);
    if (const auto* missing = std::get_if<ConfigProblem>(&resolved))
        reader.problems().warning(value->place, missing->message);
}

void readUserName(TableReader& reader, std::string& name)
{
    reader.read("username", name);
    if (name.find("${") != std::string::npos)
        readSecret(reader, "username", name);
}

void readFileName(TableReader& reader, std::string_view key, std::string& path)
{
    reader.read(key, path);
    path = expandHome(path);
    if (!path.empty() && !std::ifstream(path))
        reader.problems().warning(reader.find(key)->place,
                                  fmt::format("the file '{}' cannot be read", path));
}

} // namespace weir
