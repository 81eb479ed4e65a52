// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/redact/valuetag.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::size_t tagBytes = 4;

std::array<char, tagBytes * 2> digitsOf(std::string_view value, std::string_view key)
{
    std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
    const std::size_t keyLength = std::min<std::size_t>(key.size(), crypto_generichash_KEYBYTES_MAX);
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(value.data()),
                       value.size(), reinterpret_cast<const unsigned char*>(key.data()), keyLength);
    constexpr std::string_view hex = "0123456789abcdef";
    std::array<char, tagBytes * 2> digits{};
    for (std::size_t i = 0; i < tagBytes; ++i) {
        digits[2 * i] = hex[hash[i] >> 4];
        digits[2 * i + 1] = hex[hash[i] & 0xF];
    }
    return digits;
}

} // namespace

void appendTag(std::string_view name, std::string_view value, std::string_view key,
               std::string& out)
{
    const auto digits = digitsOf(value, key);
    out += '<';
    out += name;
    out += ':';
    out.append(digits.data(), digits.size());
    out += '>';
}

} // namespace weir
