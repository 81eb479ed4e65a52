// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/compression.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

using namespace std::string_view_literals;

constexpr std::array magics{
    "\x1f\x8b\x08"sv, // gzip
    "\x28\xb5\x2f\xfd"sv, // Zstandard
    "\x04\x22\x4d\x18"sv, // LZ4
    "\xfd"
    "7zXZ\0"sv, // xz
};

/// bzip2: `BZh`, a digit, and the first six digits of pi; a text may well begin with the former.
bool isBzip2(std::string_view firstBytes)
{
    return firstBytes.size() >= 10 && firstBytes.starts_with("BZh")
        && firstBytes.substr(4, 6) == "\x31\x41\x59\x26\x53\x59"sv;
}

} // namespace

bool isCompressed(std::string_view firstBytes)
{
    return isBzip2(firstBytes)
        || std::any_of(magics.begin(), magics.end(), [firstBytes](std::string_view magic) {
               return firstBytes.starts_with(magic);
           });
}

std::string_view foreignFormat(std::string_view firstBytes)
{
    if (firstBytes.starts_with("SQLite format 3\0"sv))
        return "a database, and not lines; what weir export has made is opened with weir FILE or "
               "weir query FILE";
    if (firstBytes.starts_with("PK\x03\x04"sv))
        return "a zip archive; unpack it first, for instance with unzip -p FILE | weir import -";
    return {};
}

} // namespace weir
