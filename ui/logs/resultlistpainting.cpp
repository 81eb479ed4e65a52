// SPDX-License-Identifier: GPL-3.0-or-later
// How the log list is painted.
#include "core/clock.h"
#include "ui/framestats.h"
#include "ui/logs/columnheader.h"
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
    painter.setClipRect(0, headerHeight(), viewport()->width(), bodyHeight());
    if (!m_rows.isCurrent())
        painter.setOpacity(0.55); // of the question before this one
    paintLines(painter);
    painter.setOpacity(1);
    painter.setClipping(false);
    painter.setPen(hasFocus() ? colors.accent : colors.line);
    painter.drawLine(0, headerHeight() - 1, viewport()->width(), headerHeight() - 1);
}

void ResultList::paintLines(QPainter& painter)
{
    std::size_t painted = 0;
    std::size_t missing = 0;
    // What follows stands at the bottom: half a line at the top would be no line to read.
    const bool hasWholeLines = !m_rows.isPaused() && lines().size() > 1;
    for (const ListGeometry::Line& line : lines()) {
        if (hasWholeLines && line.top < 0 && line.height == rowPainter().lineHeight())
            continue;
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
    if (m_hover && m_hover->first == row.key)
        context.hover = m_hover->second;
    context.isSelected = m_selection.contains(row.key);
    context.isBookmarked = m_bookmarks != nullptr && m_bookmarks->has(row.key);
    return context;
}

int ResultList::headerHeight() const
{
    return m_theme.scaled(26);
}

/// The line below the header is the list's, which shows by it whether it has the focus.
void ResultList::refreshHeader()
{
    m_header->setGeometry(0, 0, viewport()->width(), headerHeight() - 1);
    m_header->setColumns(m_settings, rowPainter().columns());
    if (rowPainter().ages())
        m_ageing.start(1000);
    else
        m_ageing.stop();
}

/// As wide as the widest of what is seen, but no more than half of the list.
void ResultList::fitColumn(const std::string& field)
{
    int widest = 0;
    for (const ListGeometry::Line& line : lines()) {
        if (const LogRow* row = m_rows.row(line.row))
            widest = std::max(widest, rowPainter().widthOf(field, *row, contextOf(line, *row)));
    }
    ListSettings settings = m_settings;
    for (ListSettings::Column& column : settings.columns) {
        if (column.field == field && widest > 0)
            column.width = static_cast<int>(std::min(widest, viewport()->width() / 2)
                                            / zoomOf(m_theme.eventFont()))
                + 1;
    }
    emit m_header->settingsWanted(settings);
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
