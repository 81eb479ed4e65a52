// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sourcekeys.h"

#include <fmt/format.h>
#include <re2/re2.h>

namespace weir {

namespace {

std::string faultOfPath(const std::string& path)
{
    const bool hasPlace = path == "-" || path.starts_with('/') || path.starts_with("~/");
    return hasPlace ? std::string() : fmt::format("'{}' is not an absolute path", path);
}

/// A line is stored whole up to what a message may be.
constexpr std::uint64_t longestLine = std::uint64_t{32} << 20;
constexpr std::uint64_t shortestLimit = std::uint64_t{1} << 10;

void readMaxLine(TableReader& reader, std::uint64_t& maxLine)
{
    std::uint64_t bytes = maxLine;
    reader.readSize("max_line", bytes);
    if (bytes >= shortestLimit && bytes <= longestLine)
        maxLine = bytes;
    else
        reader.problems().error(reader.find("max_line")->place,
                                "'max_line' must be between 1KiB and 32MiB");
}

void readMultiline(TableReader& reader, std::string& multiline)
{
    reader.readRequired("multiline", multiline);
    const re2::RE2 expression(multiline, re2::RE2::Quiet);
    if (!expression.ok())
        reader.problems().error(
            reader.find("multiline")->place,
            fmt::format("'multiline' is auto, off, or a regular expression for the first line of "
                        "an event; this is none: {}",
                        expression.error()));
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
    reader.readChoice("encoding", {"auto", "utf-8", "utf-16", "latin-1"}, file.encoding);
    if (reader.find("multiline"))
        readMultiline(reader, file.multiline);
    if (reader.find("max_line"))
        readMaxLine(reader, file.maxLine);
    reader.finish();
    return file;
}

} // namespace weir
