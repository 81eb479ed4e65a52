// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/rowpainter.h"

#include "ui/models/format.h"

#include <QPainter>
#include <QTextCharFormat>

#include <algorithm>

namespace weir {

RowPainter::RowPainter(const QFont& font, const Colors& colors, LineGeometry geometry)
    : m_font(font)
    , m_metrics(font)
    , m_colors(colors)
    , m_geometry(geometry)
{
}

void RowPainter::text(QPainter& painter, const QRect& line, int x, int width,
                      const QString& content, const QColor& color) const
{
    if (width <= 0 || content.isEmpty())
        return;
    painter.setPen(color);
    const QRect cell(line.left() + x, line.top(), width, line.height());
    painter.drawText(cell, int(Qt::AlignVCenter) | int(Qt::AlignLeft) | int(Qt::TextSingleLine),
                     m_metrics.elidedText(content, Qt::ElideRight, width));
}

void RowPainter::paint(QPainter& painter, const QRect& line, const LogRow& row) const
{
    const LineGeometry& g = m_geometry;
    painter.setFont(m_font);
    painter.fillRect(line.left(), line.top(), g.stripe, line.height(), stripeColor(row.severity));
    text(painter, line, g.time, g.level - g.time - 6, timeOfDay(row.key.time, g.timeDigits),
         m_colors.text2);
    const bool hasService = g.body > g.service;
    text(painter, line, g.level, (hasService ? g.service : g.body) - g.level - 6,
         severityWord(row.severity), m_colors.of(row.severity));
    if (hasService)
        text(painter, line, g.service, g.body - g.service - 10, row.service, m_colors.text2);
    paintBody(painter, line, row);
}

/// What needs no attention does not ask for it: only its word has the full colour.
QColor RowPainter::stripeColor(SeverityClass severity) const
{
    if (severity >= SeverityClass::Warn)
        return m_colors.of(severity);
    return severity == SeverityClass::Info ? m_colors.strongLine : m_colors.line;
}

void RowPainter::paintBody(QPainter& painter, const QRect& line, const LogRow& row) const
{
    const QRect cell = line.adjusted(m_geometry.body, 0, -6, 0);
    if (cell.width() <= 0)
        return;
    // No more than fits is laid out, however long the line is.
    const auto fits =
        static_cast<qsizetype>(cell.width() / std::max(1.0, m_metrics.averageCharWidth()));
    QTextLayout layout(row.body.left(fits + 8), m_font);
    layout.setCacheEnabled(false);
    layout.setFormats(formatsOf(row, static_cast<int>(layout.text().size())));
    layout.beginLayout();
    QTextLine text = layout.createLine();
    text.setNumColumns(static_cast<int>(layout.text().size()));
    layout.endLayout();

    painter.save();
    painter.setClipRect(cell, Qt::IntersectClip);
    for (const TextRun& run : row.runs) {
        if (run.kind == TextRun::Kind::Match)
            paintMatch(painter, cell, text, run);
    }
    painter.setPen(row.kind == EventKind::Undecodable ? m_colors.text2 : m_colors.text);
    layout.draw(&painter, QPointF(cell.left(), cell.top() + (cell.height() - text.height()) / 2));
    painter.restore();
}

QList<QTextLayout::FormatRange> RowPainter::formatsOf(const LogRow& row, int length) const
{
    QList<QTextLayout::FormatRange> formats;
    for (const TextRun& run : row.runs) {
        if (run.kind == TextRun::Kind::Match || run.from >= length)
            continue;
        QTextCharFormat format;
        format.setForeground(run.kind == TextRun::Kind::Value ? m_colors.series[1]
                                                              : m_colors.text2);
        formats.push_back({run.from, std::min(run.length, length - run.from), format});
    }
    return formats;
}

void RowPainter::paintMatch(QPainter& painter, const QRect& cell, const QTextLine& text,
                            const TextRun& run) const
{
    const double from = text.cursorToX(run.from);
    const double to = text.cursorToX(run.from + run.length);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colors.match);
    painter.drawRoundedRect(
        QRectF(cell.left() + from - 1, cell.top() + 3, to - from + 2, cell.height() - 6), 2, 2);
}

void RowPainter::paintPlaceholder(QPainter& painter, const QRect& line) const
{
    const int y = line.center().y() - 3;
    for (const auto& [x, width] : {std::pair(m_geometry.time, 82), std::pair(m_geometry.level, 32),
                                   std::pair(m_geometry.body, 260)})
        painter.fillRect(line.left() + x, y, std::min(width, line.width() - x), 6, m_colors.raised);
}

void RowPainter::paintNote(QPainter& painter, const QRect& line, const QString& note) const
{
    painter.setFont(m_font);
    text(painter, line, m_geometry.body, line.width() - m_geometry.body, note, m_colors.text3);
}

QString severityWord(SeverityClass severity)
{
    const std::string_view word = nameOf(severity);
    return QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size())).toUpper();
}

} // namespace weir
