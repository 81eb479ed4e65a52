// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace weir {

/// How the bytes of a file are characters.
enum class TextEncoding { Utf8, Utf16Le, Utf16Be, Latin1 };

/// What a file says about its encoding.
struct EncodingOfFile
{
    TextEncoding encoding = TextEncoding::Utf8;
    std::size_t markLength = 0; ///< of the byte order mark at its beginning
};

/// The longest byte order mark.
constexpr std::size_t longestMark = 3;

/// By the configuration; FileEncoding::Auto by the byte order mark, without one UTF-8. UTF-16 without a
/// mark is little-endian.
EncodingOfFile encodingOf(std::string_view firstBytes, FileEncoding configured);

/// 2 for UTF-16, where a newline is one unit of two bytes, else 1.
std::size_t unitOf(TextEncoding encoding);

/// Bytes of a file as UTF-8, into `text`; what is no character becomes U+FFFD. Only for UTF-16 and
/// Latin-1: bytes that are to be UTF-8 stay as they are.
void toUtf8(std::string_view bytes, TextEncoding encoding, std::string& text);

} // namespace weir
