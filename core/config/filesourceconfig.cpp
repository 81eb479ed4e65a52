// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sourcekeys.h"

#include <fmt/format.h>

namespace weir {

namespace {

std::string faultOfPath(const std::string& path)
{
    const bool hasPlace = path == "-" || path.starts_with('/') || path.starts_with("~/");
    return hasPlace ? std::string() : fmt::format("'{}' is not an absolute path", path);
}

} // namespace

FileSource readFileSource(const TomlValue& table, Problems& problems)
{
    FileSource file;
    TableReader reader(table, problems);
    reader.readRequired("paths", file.paths);
    checkItems(reader, "paths", faultOfPath);
    for (std::string& path : file.paths)
        path = expandHome(path);
    reader.finish();
    return file;
}

} // namespace weir
