// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

enum class TokenKind {
    Mark, ///< punctuation: part of the shape, never varies
    Mask, ///< "0": nothing but a value
    Piece, ///< a word or a name, with '0' where it holds a value
};

TokenKind kindOfToken(std::string_view masked);

/// What a token of a message can be. All follows from its masked text alone.
struct TokenClass
{
    TokenKind kind = TokenKind::Piece;
    bool isName =
        false; ///< a path, or a name with a number in it: names a thing, not a kind of thing
    bool isDotted = false; ///< a host, a class, a file
    bool isWord = false; ///< has a letter: can hold a template together
    bool isSwitch = false; ///< true, off, ...: two values tell two cases apart
};

TokenClass classOfToken(std::string_view masked);

/// Part of a piece of skeleton that is a value.
struct MaskSpan
{
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Masks a piece of a skeleton, which is what stands between spaces and marks: appends it to
/// `masked` with every value as one '0', and where the values are to `spans`, counted from
/// `offset`.
void maskPiece(std::string_view piece, std::size_t offset, std::string& masked,
               std::vector<MaskSpan>& spans);

/// Closed classes of words that belong to the value beside them.
bool isWeekday(std::string_view word);
bool isMonth(std::string_view word);
bool isUnit(std::string_view word);

/// The length of a clock time, MAC or IPv6 address at the beginning of the text: what has colons
/// inside. 0 when there is none.
std::size_t colonValueLength(std::string_view text);

} // namespace weir
