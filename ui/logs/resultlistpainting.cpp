// SPDX-License-Identifier: GPL-3.0-or-later
// How the log list is painted and what keys and mouse do; what it is stands in resultlist.cpp.
#include "ui/framestats.h"
#include "ui/logs/followpill.h"
#include "ui/logs/resultlist.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cstdlib>

namespace weir {

void ResultList::paintEvent(QPaintEvent*)
{
    askForRows();
    const Colors& colors = m_theme.colors();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), colors.window);
    const RowPainter rows = rowPainter();
    const int height = rows.lineHeight();
    std::size_t painted = 0;
    int y = bottomEdge() - height;
    if (!m_rows.isCurrent())
        painter.setOpacity(0.55); // of the question before this one
    for (std::uint64_t row = m_bottom;
         row < m_rows.count() && y > headerHeight - height;
         ++row, y -= height) {
        const QRect line(0, y, viewport()->width(), height);
        if (paintRow(painter, rows, row, line))
            ++painted;
    }
    painter.setOpacity(1);
    paintHeader(painter, rows.columns());
    if (hasFocus()) {
        painter.setPen(colors.accent);
        painter.drawLine(0, headerHeight - 1, viewport()->width(), headerHeight - 1);
    }
    m_stats.painted(painted, m_rows.shown().view.ceiling);
}

bool ResultList::paintRow(QPainter& painter, const RowPainter& rowPainter, std::uint64_t fromEnd,
                          const QRect& line) const
{
    const LogRow* row = m_rows.row(fromEnd);
    if (row == nullptr) {
        if (m_rows.isRetired(fromEnd))
            rowPainter.paintNote(painter, line, tr("retired: no longer kept"));
        else
            rowPainter.paintPlaceholder(painter, line);
        return false;
    }
    RowContext context;
    context.isSelected = m_selected == row->key;
    rowPainter.paint(painter, line, *row, context);
    return true;
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
    painter.drawText(bar.adjusted(columns.back().left + 60, 0, -10, -1), Qt::AlignVCenter | Qt::AlignRight,
                     m_notice);
}

void ResultList::placeOverlays()
{
    m_pill->adjustSize();
    const QSize size = m_pill->size();
    m_pill->move((viewport()->width() - size.width()) / 2, height() - size.height() - 12);
    m_pill->raise();
}

void ResultList::resizeEvent(QResizeEvent*)
{
    m_bottom = std::min(m_bottom, lowestTop());
    syncScrollBar();
    placeOverlays();
}

void ResultList::keyPressEvent(QKeyEvent* event)
{
    if ((event->modifiers() & ~Qt::KeypadModifier) != 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const int page = std::max(1, visibleRows() - 1);
    switch (event->key()) {
    case Qt::Key_Space:
        m_rows.isPaused() ? emit followWanted() : emit pauseWanted();
        return;
    case Qt::Key_End:
        emit followWanted();
        return;
    case Qt::Key_Home:
        goToOldest();
        return;
    case Qt::Key_PageUp:
        scrollBy(page);
        return;
    case Qt::Key_PageDown:
        scrollBy(-page);
        return;
    case Qt::Key_Up:
    case Qt::Key_K:
        selectBy(1);
        return;
    case Qt::Key_Down:
    case Qt::Key_J:
        selectBy(-1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        emit activated();
        return;
    case Qt::Key_Escape:
        clearSelection();
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void ResultList::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto row = rowAt(static_cast<int>(event->position().y())))
        select(*row);
}

void ResultList::mouseDoubleClickEvent(QMouseEvent*)
{
    emit activated();
}

void ResultList::wheelEvent(QWheelEvent* event)
{
    m_wheelRest += event->angleDelta().y();
    constexpr int rowsPerStep = 3;
    const int rows = m_wheelRest * rowsPerStep / 120;
    m_wheelRest -= rows * 120 / rowsPerStep;
    scrollBy(rows);
    event->accept();
}

} // namespace weir
