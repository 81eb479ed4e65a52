// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/rowpainter.h"

#include "ui/models/format.h"

#include <QCoreApplication>
#include <QPainter>
#include <QTextCharFormat>
#include <QTextLayout>

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

/// Laid out as one line, however wide.
QTextLine layOut(QTextLayout& layout)
{
    layout.setCacheEnabled(false);
    if (layout.text().contains(QLatin1Char('\t'))) {
        QTextOption option;
        option.setTabStopDistance(
            tabCharacters * QFontMetricsF(layout.font()).horizontalAdvance(QLatin1Char(' ')));
        layout.setTextOption(option);
    }
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setNumColumns(static_cast<int>(layout.text().size()));
    layout.endLayout();
    return line;
}

int columnOf(const RowForm& form, const std::string& field)
{
    const auto at = std::find(form.columns.begin(), form.columns.end(), field);
    return at == form.columns.end() ? -1 : static_cast<int>(at - form.columns.begin());
}

} // namespace

RowPainter::RowPainter(const QFont& font, const Colors& colors, const ListSettings& settings,
                       int width)
    : m_font(font)
    , m_metrics(font)
    , m_measure(font)
    , m_colors(colors)
    , m_settings(settings)
    , m_times(settings)
    , m_places(columnPlaces(settings, font, width))
    , m_lineHeight(static_cast<int>(std::lround(linePixels(settings.density) * zoomOf(font))))
{
}

RowPainter::Lines RowPainter::linesOf(const LogRow& row, const ColumnPlace& place) const
{
    Lines lines;
    lines.pieces = m_measure.pieces(row.cell(place.field).text, place.width, m_settings.wraps,
                                    LogRow::maxLines, lines.isCut);
    lines.isCut = lines.isCut || (place.field == "body" && row.moreLines > 0);
    return lines;
}

int RowPainter::heightOf(const LogRow& row) const
{
    const auto body = std::find_if(m_places.begin(), m_places.end(), [](const ColumnPlace& place) {
        return place.field == "body";
    });
    if (body == m_places.end() || row.body().isEmpty())
        return m_lineHeight;
    const Lines lines = linesOf(row, *body);
    return m_lineHeight * (static_cast<int>(lines.pieces.size()) + (lines.isCut ? 1 : 0));
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

QString RowPainter::textOf(const std::string& field, const LogRow& row,
                           const RowContext& context) const
{
    if (field == "time")
        return m_times.text(row.key.time, context.above, context.now);
    if (field == "level")
        return severityWord(row.severity);
    return row.cell(field).text;
}

QColor RowPainter::groundOf(const LogRow& row, const RowContext& context) const
{
    if (context.isSelected)
        return m_colors.selection;
    if (row.highlight >= 0)
        return m_colors.highlights[static_cast<std::size_t>(row.highlight)
                                   % m_colors.highlights.size()];
    return m_colors.window;
}

void RowPainter::paint(QPainter& painter, const QRect& area, const LogRow& row,
                       const RowContext& context) const
{
    painter.setFont(m_font);
    if (context.isSelected || row.highlight >= 0)
        painter.fillRect(area, groundOf(row, context));
    painter.fillRect(area.left(), area.top(), stripeWidth, area.height(),
                     stripeColor(row.severity));
    if (context.isBookmarked) {
        const int size = std::max(6, m_lineHeight / 3);
        painter.fillRect(area.left() + stripeWidth + 2, area.top() + (m_lineHeight - size) / 2,
                         size - 1, size, m_colors.accent);
    }
    for (const ColumnPlace& place : m_places) {
        const QRect line(area.left() + place.left, area.top(), place.width, m_lineHeight);
        if (line.width() <= 0)
            continue;
        if (place.field == "level")
            text(painter, line, severityWord(row.severity), m_colors.of(row.severity));
        else if (place.field == "time")
            text(painter, line, textOf(place.field, row, context), m_colors.text2);
        else
            paintCell(painter, area, row, place, context);
    }
}

/// What needs no attention does not ask for it: only its word has the full colour.
QColor RowPainter::stripeColor(SeverityClass severity) const
{
    if (severity >= SeverityClass::Warn)
        return m_colors.markOf(severity);
    return severity == SeverityClass::Info ? m_colors.strongLine : m_colors.line;
}

void RowPainter::paintCell(QPainter& painter, const QRect& area, const LogRow& row,
                           const ColumnPlace& place, const RowContext& context) const
{
    const LogCell& cell = row.cell(place.field);
    if (cell.text.isEmpty())
        return;
    const bool isBody = place.field == "body";
    const bool isPlain = !isBody || row.kind == EventKind::Undecodable;
    const int column = columnOf(*row.form, place.field);
    TextPiece marked;
    if (context.marked && context.marked->column == column)
        marked = {context.marked->from, context.marked->length};
    const int hover = context.hover && context.hover->column == column ? context.hover->offset : -1;
    const RowRuns runs(m_colors, (isPlain ? m_colors.text2 : m_colors.text).rgb(),
                       groundOf(row, context).rgb());

    Lines lines = linesOf(row, place);
    if (!isBody && lines.pieces.size() > 1)
        lines.pieces.resize(1); // other columns have the one line
    painter.save();
    painter.setClipRect(QRect(area.left() + place.left, area.top(), place.width, area.height()),
                        Qt::IntersectClip);
    QRect line(area.left() + place.left, area.top(), place.width, m_lineHeight);
    for (const TextPiece& piece : lines.pieces) {
        if (piece.length > 0 && painter.clipBoundingRect().intersects(line)) {
            const double wide = paintPiece(painter, line, cell.text.mid(piece.from, piece.length),
                                           runs.looks(cell, piece, marked, hover));
            if (wide > line.width())
                paintDots(painter, line, groundOf(row, context));
        }
        line.translate(0, m_lineHeight);
    }
    if (isBody && lines.isCut)
        text(painter, line, moreText(row), m_colors.text2);
    painter.restore();
}

QString RowPainter::moreText(const LogRow& row) const
{
    if (row.moreLines == 0)
        return QCoreApplication::translate("RowPainter", "… more; the details show all");
    return row.moreLines == 1
        ? QCoreApplication::translate("RowPainter", "… 1 more line; the details show all")
        : QCoreApplication::translate("RowPainter", "… %1 more lines; the details show all")
              .arg(row.moreLines);
}

double RowPainter::paintPiece(QPainter& painter, const QRect& line, const QString& text,
                              const std::vector<LookRun>& looks) const
{
    QTextLayout layout(text, m_font);
    QList<QTextLayout::FormatRange> formats;
    for (const LookRun& run : looks) {
        QTextCharFormat format;
        format.setForeground(QColor(run.look.ink));
        if (run.look.isBold)
            format.setFontWeight(QFont::Bold);
        format.setFontUnderline(run.look.isUnderlined);
        formats.push_back({run.from, run.length, format});
    }
    layout.setFormats(formats);
    const QTextLine laidOut = layOut(layout);
    painter.setPen(Qt::NoPen);
    for (const LookRun& run : looks) {
        if (run.look.ground == 0)
            continue;
        const double from = laidOut.cursorToX(run.from);
        const double to = laidOut.cursorToX(run.from + run.length);
        painter.setBrush(QColor(run.look.ground));
        painter.drawRoundedRect(
            QRectF(line.left() + from - 1, line.top() + 2, to - from + 2, line.height() - 4), 2, 2);
    }
    layout.draw(&painter,
                QPointF(line.left(), line.top() + (line.height() - laidOut.height()) / 2));
    return laidOut.naturalTextWidth();
}

/// At the end of a line that goes on beyond its cell, after the last whole letter.
void RowPainter::paintDots(QPainter& painter, const QRect& line, const QColor& ground) const
{
    const QString dots(QChar(0x2026));
    const double letter = m_metrics.horizontalAdvance(QLatin1Char('0'));
    const double room = std::max(0.0, line.width() - m_metrics.horizontalAdvance(dots));
    QRect end = line;
    end.setLeft(line.left() + static_cast<int>(std::ceil(std::floor(room / letter) * letter)));
    painter.fillRect(end, ground);
    painter.setPen(m_colors.text2);
    painter.drawText(end, int(Qt::AlignVCenter) | int(Qt::AlignLeft), dots);
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

std::string RowPainter::columnAt(int x) const
{
    const auto isThere = [x](const ColumnPlace& place) {
        return x >= place.left && x < place.left + place.width;
    };
    const auto place = std::find_if(m_places.begin(), m_places.end(), isThere);
    return place != m_places.end() ? place->field : std::string();
}

std::optional<TextSpot> RowPainter::spotAt(const LogRow& row, const QRect& area,
                                           const QPoint& point) const
{
    for (const ColumnPlace& place : m_places) {
        const int x = point.x() - area.left() - place.left;
        if (x < 0 || x >= place.width)
            continue;
        const int column = columnOf(*row.form, place.field);
        const QString& text = row.cell(place.field).text;
        if (column < 0 || text.isEmpty() || point.y() < area.top())
            return {};
        const Lines lines = linesOf(row, place);
        const auto number = static_cast<std::size_t>((point.y() - area.top()) / m_lineHeight);
        if (number >= lines.pieces.size())
            return {};
        const TextPiece& piece = lines.pieces[number];
        QTextLayout layout(text.mid(piece.from, piece.length), m_font);
        const QTextLine line = layOut(layout);
        if (x >= line.naturalTextWidth())
            return {};
        return TextSpot{column, piece.from + line.xToCursor(x, QTextLine::CursorOnCharacter)};
    }
    return {};
}

QString RowPainter::linkAt(const LogRow& row, const TextSpot& spot) const
{
    if (spot.column < 0 || spot.column >= static_cast<int>(row.cells.size()))
        return {};
    const LogCell& cell = row.cells[static_cast<std::size_t>(spot.column)];
    for (const TextRun& run : cell.runs) {
        if (run.kind == TextRun::Kind::Link && spot.offset >= run.from
            && spot.offset < run.from + run.length)
            return cell.text.mid(run.from, run.length);
    }
    return {};
}

int RowPainter::widthOf(const std::string& field, const LogRow& row,
                        const RowContext& context) const
{
    constexpr int most = 400; // characters
    return static_cast<int>(
        std::ceil(m_metrics.horizontalAdvance(textOf(field, row, context).left(most))));
}

QString RowPainter::lineText(const LogRow& row, const RowContext& context) const
{
    QString line;
    for (const ListSettings::Column& column : m_settings.columns) {
        if (&column != &m_settings.columns.front())
            line += QStringLiteral("  ");
        line += textOf(column.field, row, context);
        if (column.field == "body" && row.moreLines > 0)
            line += QLatin1Char('\n') + moreText(row);
    }
    return line;
}

QString severityWord(SeverityClass severity)
{
    const std::string_view word = nameOf(severity);
    return QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size())).toUpper();
}

} // namespace weir
