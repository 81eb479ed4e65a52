// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/rowpainter.h"

#include "ui/models/format.h"

#include <QPainter>
#include <QTextCharFormat>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

int linePixels(ListSettings::Density density)
{
    switch (density) {
    case ListSettings::Density::Compact:
        return 18;
    case ListSettings::Density::Normal:
        break;
    case ListSettings::Density::Roomy:
        return 26;
    }
    return 21;
}

} // namespace

RowPainter::RowPainter(const QFont& font, const Colors& colors, const ListSettings& settings,
                       int width)
    : m_font(font)
    , m_metrics(font)
    , m_colors(colors)
    , m_settings(settings)
    , m_places(columnPlaces(settings, font, width))
    , m_lineHeight(static_cast<int>(std::lround(linePixels(settings.density) * zoomOf(font))))
{
}

int RowPainter::heightOf(const LogRow&) const
{
    return m_lineHeight;
}

void RowPainter::text(QPainter& painter, const QRect& cell, const QString& content,
                      const QColor& color) const
{
    if (cell.width() <= 0 || content.isEmpty())
        return;
    painter.setPen(color);
    painter.drawText(cell, int(Qt::AlignVCenter) | int(Qt::AlignLeft) | int(Qt::TextSingleLine),
                     m_metrics.elidedText(content, Qt::ElideRight, cell.width()));
}

QString RowPainter::textOf(const std::string& field, const LogRow& row, const RowContext&) const
{
    if (field == "time")
        return timeOfDay(row.key.time, 3);
    if (field == "level")
        return severityWord(row.severity);
    return row.cell(field).text;
}

void RowPainter::paint(QPainter& painter, const QRect& area, const LogRow& row,
                       const RowContext& context) const
{
    painter.setFont(m_font);
    if (context.isSelected)
        painter.fillRect(area, m_colors.selection);
    painter.fillRect(area.left(), area.top(), stripeWidth, area.height(),
                     stripeColor(row.severity));
    for (const ColumnPlace& place : m_places) {
        const QRect cell(area.left() + place.left, area.top(), place.width, m_lineHeight);
        if (cell.width() <= 0)
            continue;
        if (place.field == "level")
            text(painter, cell, severityWord(row.severity), m_colors.of(row.severity));
        else if (place.field == "body")
            paintCell(painter, cell, row, row.cell(place.field));
        else
            text(painter, cell, textOf(place.field, row, context), m_colors.text2);
    }
}

/// What needs no attention does not ask for it: only its word has the full colour.
QColor RowPainter::stripeColor(SeverityClass severity) const
{
    if (severity >= SeverityClass::Warn)
        return m_colors.of(severity);
    return severity == SeverityClass::Info ? m_colors.strongLine : m_colors.line;
}

QTextLine RowPainter::layOut(QTextLayout& layout) const
{
    layout.setCacheEnabled(false);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setNumColumns(static_cast<int>(layout.text().size()));
    layout.endLayout();
    return line;
}

void RowPainter::paintCell(QPainter& painter, const QRect& cell, const LogRow& row,
                           const LogCell& content) const
{
    // No more than fits is laid out, however long the line is.
    const auto fits =
        static_cast<qsizetype>(cell.width() / std::max(1.0, m_metrics.averageCharWidth()));
    QTextLayout layout(content.text.left(fits + 8), m_font);
    layout.setFormats(formatsOf(content, static_cast<int>(layout.text().size())));
    const QTextLine line = layOut(layout);

    painter.save();
    painter.setClipRect(cell, Qt::IntersectClip);
    for (const TextRun& run : content.runs) {
        if (run.kind == TextRun::Kind::Match)
            paintMatch(painter, cell, line, run);
    }
    painter.setPen(row.kind == EventKind::Undecodable ? m_colors.text2 : m_colors.text);
    layout.draw(&painter, QPointF(cell.left(), cell.top() + (cell.height() - line.height()) / 2));
    painter.restore();
}

QList<QTextLayout::FormatRange> RowPainter::formatsOf(const LogCell& cell, int length) const
{
    QList<QTextLayout::FormatRange> formats;
    for (const TextRun& run : cell.runs) {
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

void RowPainter::paintPlaceholder(QPainter& painter, const QRect& area) const
{
    const int y = area.top() + m_lineHeight / 2 - 3;
    for (const ColumnPlace& place : m_places) {
        const int width = std::min({place.width * 4 / 5, 260, area.width() - place.left});
        painter.fillRect(area.left() + place.left, y, width, 6, m_colors.raised);
    }
}

void RowPainter::paintNote(QPainter& painter, const QRect& area, const QString& note) const
{
    painter.setFont(m_font);
    text(painter, area.adjusted(m_places.back().left, 0, 0, 0), note, m_colors.text3);
}

std::optional<TextSpot> RowPainter::spotAt(const LogRow& row, const QRect& area,
                                           const QPoint& point) const
{
    const auto& columns = row.form->columns;
    for (const ColumnPlace& place : m_places) {
        const int left = area.left() + place.left;
        if (point.x() < left || point.x() >= left + place.width)
            continue;
        const auto at = std::find(columns.begin(), columns.end(), place.field);
        if (at == columns.end() || place.field == "time" || place.field == "level")
            return {};
        QTextLayout layout(row.cell(place.field).text.left(place.width), m_font);
        const QTextLine line = layOut(layout);
        if (point.x() - left >= line.naturalTextWidth())
            return {};
        return TextSpot{static_cast<int>(at - columns.begin()),
                        line.xToCursor(point.x() - left, QTextLine::CursorOnCharacter)};
    }
    return {};
}

QString RowPainter::lineText(const LogRow& row, const RowContext& context) const
{
    QString line;
    for (const ListSettings::Column& column : m_settings.columns) {
        if (&column != &m_settings.columns.front())
            line += QStringLiteral("  ");
        line += textOf(column.field, row, context);
    }
    return line;
}

QString severityWord(SeverityClass severity)
{
    const std::string_view word = nameOf(severity);
    return QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size())).toUpper();
}

} // namespace weir
