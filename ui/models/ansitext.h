// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/textrun.h"

#include <string_view>

namespace weir {

/// Colours as a terminal's escape sequences name them, in TextRun::value: 0 to 255 of its palette, of
/// which a theme says the first sixteen, or any colour of 24 bits, or what stands there without them.
struct AnsiColor
{
    static constexpr std::uint32_t isRgb = 0x0100'0000; ///< with the colour as 0xRRGGBB
    static constexpr std::uint32_t usualInk = 0x0200'0000;
    static constexpr std::uint32_t usualGround = 0x0300'0000;
};

/// Appends text of a stream as plainText() has it, at most `maxCharacters`, with what its colour
/// sequences (`ESC [ … m`: 16, 256 and 24-bit colours, bold, underline, reverse) say as runs in place
/// of the sequences. What is no such sequence to the letter stays as visible glyphs, as do those that
/// would hide text.
void appendAnsiText(std::string_view bytes, qsizetype maxCharacters, LogCell& cell);

} // namespace weir
