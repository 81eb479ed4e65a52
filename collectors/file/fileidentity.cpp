// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/fileidentity.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <charconv>

namespace weir {

std::string identityOf(std::string_view firstBytes)
{
    firstBytes = firstBytes.substr(0, identityLength);
    if (firstBytes.empty())
        return {};
    return fmt::format("{}-{:016x}", firstBytes.size(),
                       XXH3_64bits(firstBytes.data(), firstBytes.size()));
}

std::size_t lengthOfIdentity(const std::string& identity)
{
    std::size_t length = 0;
    const auto [end, error] =
        std::from_chars(identity.data(), identity.data() + identity.size(), length);
    return error == std::errc{} && length <= identityLength ? length : 0;
}

bool hasIdentity(std::string_view firstBytes, const std::string& identity)
{
    const std::size_t length = lengthOfIdentity(identity);
    return length > 0 && length <= firstBytes.size()
        && identity.starts_with(identityOf(firstBytes.substr(0, length)));
}

} // namespace weir
