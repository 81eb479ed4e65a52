// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/textmeasure.h"

#include <QChar>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

/// How much more than fits is looked at, so that what is half seen at the edge is drawn.
constexpr int edge = 2;

bool isMark(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing;
}

/// The end of the line that begins at `from` and can hold `fits` units: after a space if that is not
/// too far back.
int breakBefore(QStringView line, int fits)
{
    for (int at = fits; at > fits / 3; --at) {
        if (line[at - 1] == QLatin1Char(' '))
            return at;
    }
    return fits;
}

} // namespace

TextMeasure::TextMeasure(const QFont& font)
    : m_metrics(font)
    , m_ascii(m_metrics.horizontalAdvance(QLatin1Char('i')))
{
    m_tab = std::max(1.0, tabCharacters * m_metrics.horizontalAdvance(QLatin1Char(' ')));
    if (m_ascii != m_metrics.horizontalAdvance(QLatin1Char('W')))
        m_ascii = 0;
}

double TextMeasure::advance(char32_t c) const
{
    if (c < 0x7f && m_ascii > 0)
        return m_ascii;
    if (isMark(c))
        return 0;
    const auto known = m_advances.constFind(c);
    if (known != m_advances.constEnd())
        return *known;
    if (m_advances.size() > 4096)
        m_advances.clear(); // a stream that uses every character there is
    const double wide = m_metrics.horizontalAdvance(QString::fromUcs4(&c, 1));
    m_advances.insert(c, wide);
    return wide;
}

int TextMeasure::fitting(QStringView text, double width) const
{
    double taken = 0;
    qsizetype at = 0;
    while (at < text.size()) {
        const bool isPair = text[at].isHighSurrogate() && at + 1 < text.size()
            && text[at + 1].isLowSurrogate();
        const char32_t c = isPair ? QChar::surrogateToUcs4(text[at], text[at + 1])
                                  : char32_t(text[at].unicode());
        if (c == U'\t')
            taken = (std::floor(taken / m_tab) + 1) * m_tab;
        else
            taken += advance(c);
        if (taken > width)
            break;
        at += isPair ? 2 : 1;
    }
    return static_cast<int>(at);
}

std::vector<TextPiece> TextMeasure::pieces(const QString& text, double width, bool wraps, int most,
                                           bool& isCut) const
{
    std::vector<TextPiece> pieces;
    isCut = false;
    qsizetype at = 0;
    do {
        const qsizetype newline = text.indexOf(QLatin1Char('\n'), at);
        const qsizetype end = newline < 0 ? text.size() : newline;
        QStringView line = QStringView(text).mid(at, end - at);
        do {
            if (static_cast<int>(pieces.size()) == most) {
                isCut = true;
                return pieces;
            }
            int length = fitting(line, width);
            if (length < line.size())
                length = wraps ? std::max(1, breakBefore(line, length))
                               : std::min(length + edge, static_cast<int>(line.size()));
            pieces.push_back({static_cast<int>(end - line.size()), length});
            line = wraps ? line.mid(length) : QStringView();
        } while (!line.isEmpty());
        at = end + 1;
    } while (at <= text.size());
    return pieces;
}

} // namespace weir
