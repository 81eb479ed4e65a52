// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir {

/// So many of the first bytes of a file say which file it is.
constexpr std::size_t identityLength = 4096;

/// What a file is recognised by: the hash of its first bytes, at most identityLength, with their
/// number, so that a file that has grown since is still the same: `4096-0123456789abcdef`. Empty for
/// no bytes.
std::string identityOf(std::string_view firstBytes);

/// How many bytes an identity is about; 0 when it is none.
std::size_t lengthOfIdentity(const std::string& identity);

/// Whether a file with these first bytes is the one of an identity, which may have a suffix.
bool hasIdentity(std::string_view firstBytes, const std::string& identity);

} // namespace weir
