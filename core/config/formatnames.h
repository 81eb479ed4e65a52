// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace weir {

/// A format that messages are decoded with, as in `format = "…"` of a source.
struct FormatName
{
    std::string_view name;
    /// Another name that chooses it together with its relatives, such as `json` for all dialects.
    std::string_view family = {};
    bool isBinary = false;
};

/// Every built-in format but `auto`. collectors/decode has a decoder for each; a test says so.
std::span<const FormatName> formatNames();

/// Whether messages of it are no text: bytes with lengths and numbers between them.
bool isBinaryFormat(std::string_view format);

/// Whether `wanted` chooses this format: by its own name or by its family's.
bool isOfFamily(std::string_view format, std::string_view wanted);

} // namespace weir
