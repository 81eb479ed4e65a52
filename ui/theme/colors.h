// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity.h"

#include <QColor>

#include <array>

namespace weir {

/// Every colour of the window, by what it is for. Two sets; nothing else in ui names a colour.
struct Colors
{
    QColor window; ///< ground of content
    QColor panel; ///< ground of chrome and side panels
    QColor raised; ///< hover, pills
    QColor line; ///< separators
    QColor strongLine; ///< control borders
    QColor text; ///< content
    QColor text2; ///< labels
    QColor text3; ///< hints
    QColor accent; ///< what is active; never a severity
    QColor accentGround;
    QColor selection;
    QColor match; ///< ground under matched text
    QColor find; ///< ground under text that is looked for without filtering
    QColor ok;
    QColor keyword; ///< `or`, `and`, the pipe in a query
    QColor bar; ///< all events in the timeline
    std::array<QColor, severityClassCount> severities; ///< by SeverityClass; of words
    /// By SeverityClass; of areas without a word (bars, stripes, dots). 3:1 on their grounds, and told
    /// apart by everybody: a word has to be dark or light enough to be read, and so has little room for that.
    std::array<QColor, severityClassCount> marks;
    std::array<QColor, 8> series; ///< fixed order
    std::array<QColor, 9> highlights; ///< grounds of colour labels; every text can be read on them
    std::array<QColor, 16> ansi; ///< what the first sixteen colours of a terminal look like

    const QColor& of(SeverityClass severity) const
    {
        return severities[static_cast<std::size_t>(severity)];
    }
    const QColor& markOf(SeverityClass severity) const
    {
        return marks[static_cast<std::size_t>(severity)];
    }
    const QColor& error() const { return of(SeverityClass::Error); }
    const QColor& warn() const { return of(SeverityClass::Warn); }

    static const Colors& dark();
    static const Colors& light();
};

/// The colour, or the one nearest to it that has the contrast on this ground that text needs (4.5).
QColor readable(const QColor& text, const QColor& ground);

/// Contrast of two opaque colours after WCAG 2: 1 to 21.
double contrast(const QColor& a, const QColor& b);

} // namespace weir
