// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/textmeasure.h"
#include "ui/models/textrun.h"
#include "ui/theme/colors.h"

#include <vector>

namespace weir {

/// How one character of a text is drawn.
struct TextLook
{
    QRgb ink = 0;
    QRgb ground = 0; ///< 0: that of the row
    bool isBold = false;
    bool isUnderlined = false;

    friend bool operator==(const TextLook&, const TextLook&) = default;
};

/// A stretch that is drawn in one way; `from` counts from the begin of the piece.
struct LookRun
{
    int from = 0;
    int length = 0;
    TextLook look;
};

/// What the runs of a cell make of one line of it, in order and without holes. Only what lies in the
/// piece is looked at. Every ink has contrast enough on what it stands on.
class RowRuns final
{
public:
    /// `ink` and `ground` are those of text without a run. Colours outlive it.
    RowRuns(const Colors& colors, QRgb ink, QRgb ground);

    /// `marked` lies in the cell and is empty for nothing; `hoverAt` is a place in the cell whose link
    /// is underlined, or negative.
    std::vector<LookRun> looks(const LogCell& cell, const TextPiece& piece, const TextPiece& marked,
                               int hoverAt) const;

private:
    void apply(const TextRun& run, bool isHovered, TextLook& look) const;
    QRgb colorOf(std::uint32_t ansi) const;

    const Colors& m_colors;
    QRgb m_ink;
    QRgb m_ground;
};

} // namespace weir
