// SPDX-License-Identifier: GPL-3.0-or-later
// How the log list is painted.
#include "core/clock.h"
#include "ui/framestats.h"
#include "ui/logs/resultlist.h"
#include "ui/models/bookmarks.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace weir {

void ResultList::paintEvent(QPaintEvent*)
{
    askForRows();
    const Colors& colors = m_theme.colors();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), colors.window);
    painter.setClipRect(0, headerHeight, viewport()->width(), bodyHeight());
    if (!m_rows.isCurrent())
        painter.setOpacity(0.55); // of the question before this one
    paintLines(painter);
    painter.setOpacity(1);
    painter.setClipping(false);
    paintHeader(painter, rowPainter().columns());
    if (hasFocus()) {
        painter.setPen(colors.accent);
        painter.drawLine(0, headerHeight - 1, viewport()->width(), headerHeight - 1);
    }
}

void ResultList::paintLines(QPainter& painter)
{
    std::size_t painted = 0;
    std::size_t missing = 0;
    for (const ListGeometry::Line& line : lines()) {
        if (paintLine(painter, line))
            ++painted;
        else if (!m_rows.isRetired(line.row))
            ++missing;
    }
    paintSticky(painter);
    m_stats.painted(painted, m_rows.shown().view.ceiling, missing);
}

bool ResultList::paintLine(QPainter& painter, const ListGeometry::Line& line) const
{
    const QRect area = areaOf(line);
    const LogRow* row = m_rows.row(line.row);
    if (row == nullptr) {
        if (m_rows.isRetired(line.row))
            rowPainter().paintNote(painter, area, tr("retired: no longer kept"));
        else
            rowPainter().paintPlaceholder(painter, area);
        return false;
    }
    rowPainter().paint(painter, area, *row, contextOf(line, *row));
    // Of many that are selected, the one that keys move from.
    if (hasFocus() && !m_selection.isSingle() && m_selection.current() == row->key) {
        painter.setPen(m_theme.colors().accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area.adjusted(0, 0, -1, -1));
    }
    return true;
}

/// The first line of an event whose beginning has been scrolled away stays at the top for as long as
/// there is more of it to see than that.
void ResultList::paintSticky(QPainter& painter) const
{
    const int lineHeight = rowPainter().lineHeight();
    if (lines().empty() || lines().front().top >= 0 || lines().front().height <= lineHeight)
        return;
    ListGeometry::Line line = lines().front();
    const LogRow* row = m_rows.row(line.row);
    if (row == nullptr)
        return;
    line.top = std::min(0, line.bottom() - lineHeight);
    QRect first = areaOf(line);
    first.setHeight(lineHeight);
    painter.save();
    painter.setClipRect(first, Qt::IntersectClip);
    painter.fillRect(first, m_theme.colors().window);
    rowPainter().paint(painter, areaOf(line), *row, contextOf(line, *row));
    painter.fillRect(first.left(), first.bottom(), first.width(), 1, m_theme.colors().line);
    painter.restore();
}

RowContext ResultList::contextOf(const ListGeometry::Line& line, const LogRow& row) const
{
    RowContext context;
    if (line.row + 1 < m_rows.count()) {
        if (const LogRow* above = m_rows.row(line.row + 1))
            context.above = above->key.time;
    }
    context.now = SystemClock().now();
    context.marked = markIn(row);
    context.isSelected = m_selection.contains(row.key);
    context.isBookmarked = m_bookmarks != nullptr && m_bookmarks->has(row.key);
    return context;
}

void ResultList::paintHeader(QPainter& painter, const std::vector<ColumnPlace>& columns) const
{
    const Colors& colors = m_theme.colors();
    const QRect bar(0, 0, viewport()->width(), headerHeight);
    painter.fillRect(bar, colors.window);
    painter.fillRect(0, headerHeight - 1, bar.width(), 1, colors.line);
    QFont font = m_theme.uiFont();
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(colors.text3);
    for (const ColumnPlace& place : columns)
        painter.drawText(QRect(place.left, 0, place.width, headerHeight - 1),
                         Qt::AlignVCenter | Qt::AlignLeft, QString::fromStdString(place.field));
    painter.drawText(bar.adjusted(columns.back().left + 60, 0, -10, -1),
                     Qt::AlignVCenter | Qt::AlignRight, m_notice);
}

void ResultList::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ResultList::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace weir
