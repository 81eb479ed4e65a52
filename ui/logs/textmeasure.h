// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QHash>
#include <QStringView>

#include <vector>

namespace weir {

/// A stretch of a text that is one line of what is shown.
struct TextPiece
{
    int from = 0;
    int length = 0;
};

/// A tab ends at the next multiple of so many characters.
constexpr int tabCharacters = 8;

/// How much of a text fits, without laying it out: character by character up to what fits, so a line
/// of a megabyte costs what a short one does. Never parts a character from its combining marks.
/// Thread: GUI.
class TextMeasure final
{
public:
    explicit TextMeasure(const QFont& font);

    /// How many UTF-16 units of the text fit into so many pixels.
    int fitting(QStringView text, double width) const;
    /// The lines a text is shown as: at its `\n`, and where it is wrapped also where no more fits, if
    /// possible after a space. Without wrapping each ends where nothing of it would be seen. At most
    /// `most`; `isCut` says whether there would be more.
    std::vector<TextPiece> pieces(const QString& text, double width, bool wraps, int most,
                                  bool& isCut) const;

private:
    double advance(char32_t character) const;

    QFontMetricsF m_metrics;
    double m_tab = 1; ///< distance of the stops
    double m_ascii; ///< each of them, if they are all as wide; else 0
    mutable QHash<char32_t, double> m_advances;
};

} // namespace weir
