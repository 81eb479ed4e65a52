// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tabulartext.h"

#include <QPainter>

#include <algorithm>

namespace weir {

namespace {

int digitWidth(const QFontMetrics& metrics)
{
    int widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    return widest;
}

bool isDigit(QChar c)
{
    return c >= QLatin1Char('0') && c <= QLatin1Char('9');
}

} // namespace

int tabularWidth(const QFontMetrics& metrics, const QString& text)
{
    const int digit = digitWidth(metrics);
    int width = 0;
    for (const QChar c : text)
        width += isDigit(c) ? digit : metrics.horizontalAdvance(c);
    return width;
}

void drawTabular(QPainter& painter, const QRect& area, const QString& text)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int digit = digitWidth(metrics);
    int x = area.left();
    for (const QChar c : text) {
        const int width = isDigit(c) ? digit : metrics.horizontalAdvance(c);
        // Centred, or a narrow 1 would stand far from its left neighbour.
        painter.drawText(QRect(x - 2, area.top(), width + 4, area.height()), Qt::AlignCenter,
                         QString(c));
        x += width;
    }
}

} // namespace weir
