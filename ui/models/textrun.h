// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace weir {

/// A stretch of a shown text, in UTF-16 units. Where runs meet, the later kind is drawn over the
/// earlier, and of one kind the later run.
struct TextRun
{
    enum class Kind : std::uint8_t {
        Value, ///< a number, an address, what stands after `=`
        Name, ///< the name before `=`
        Link, ///< an address that can be opened
        Ink, ///< colour of the text that its producer gave it; `value` is an AnsiColor
        Ground, ///< colour under it, likewise
        Bold,
        Underline,
        Highlight, ///< a colour label; `value` is its colour's number
        Match, ///< what the query found
        Find, ///< what is looked for without filtering
    };

    int from = 0;
    int length = 0;
    Kind kind = Kind::Value;
    std::uint32_t value = 0;

    friend bool operator==(const TextRun&, const TextRun&) = default;
};

/// What a row shows in one column. Safe to paint (plainText()).
struct LogCell
{
    QString text; ///< `\n` between the lines of a body
    std::vector<TextRun> runs;
};

} // namespace weir
