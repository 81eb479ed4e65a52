// SPDX-License-Identifier: GPL-3.0-or-later
// What the mouse does in the log list: a press picks a row, dragging along it marks its text, dragging
// beyond it takes in other rows.
#include "ui/logs/resultlist.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir {

namespace {

constexpr double wheelRows = 3; ///< lines a step of the wheel moves
constexpr int dragScrollPause = 30; // ms

bool isPartOfWord(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-')
        || c == QLatin1Char('.');
}

/// Of the fields behind a body: that whose value is at this place.
std::optional<ListValue> fieldAt(const LogCell& cell, int place)
{
    for (std::size_t i = 1; i < cell.runs.size(); ++i) {
        const TextRun& name = cell.runs[i - 1];
        const TextRun& value = cell.runs[i];
        if (name.kind == TextRun::Kind::Name && value.kind == TextRun::Kind::Value
            && place >= name.from && place < value.from + value.length)
            return ListValue{cell.text.mid(name.from, name.length - 1).toStdString(),
                             cell.text.mid(value.from, value.length)};
    }
    return {};
}

/// The word around a place in a text, from the first character up to, not including, the second.
std::pair<int, int> wordAround(const QString& text, int place)
{
    int from = place;
    int to = place;
    while (from > 0 && isPartOfWord(text[from - 1]))
        --from;
    while (to < text.size() && isPartOfWord(text[to]))
        ++to;
    return {from, to};
}

} // namespace

std::optional<ListGeometry::Line> ResultList::lineAt(int y) const
{
    const int inBody = y - headerHeight();
    const auto& seen = lines();
    const auto line = std::find_if(seen.begin(), seen.end(), [=](const ListGeometry::Line& each) {
        return inBody >= each.top && inBody < each.bottom();
    });
    return inBody >= 0 && line != seen.end() ? std::optional(*line) : std::nullopt;
}

std::optional<TextSpot> ResultList::spotAt(const ListGeometry::Line& line,
                                           const QPoint& point) const
{
    const LogRow* row = m_rows.row(line.row);
    return row != nullptr ? rowPainter().spotAt(*row, areaOf(line), point) : std::nullopt;
}

QString ResultList::textAt(const QPoint& point) const
{
    const auto line = lineAt(point.y());
    const LogRow* row = line ? m_rows.row(line->row) : nullptr;
    const auto spot = row != nullptr ? spotAt(*line, point) : std::nullopt;
    if (!spot || static_cast<std::size_t>(spot->column) >= row->cells.size())
        return {};
    const auto column = static_cast<std::size_t>(spot->column);
    const QString& text = row->cells[column].text;
    if (row->form->columns[column] != "body")
        return text;
    const auto [from, to] = wordAround(text, spot->offset);
    return text.mid(from, to - from);
}

std::optional<ListValue> ResultList::valueAt(const QPoint& point) const
{
    const auto line = lineAt(point.y());
    const LogRow* row = line ? m_rows.row(line->row) : nullptr;
    if (row == nullptr)
        return {};
    if (rowPainter().columnAt(point.x()) == "level" && row->severity != SeverityClass::None)
        return ListValue{"level", QString::fromStdString(std::string(nameOf(row->severity)))};
    const auto spot = spotAt(*line, point);
    if (!spot || static_cast<std::size_t>(spot->column) >= row->cells.size())
        return {};
    const auto column = static_cast<std::size_t>(spot->column);
    const std::string& name = row->form->columns[column];
    const bool isBody = name == "body";
    const bool isSource = name == "service" && row->isServiceSource;
    const auto field = isBody ? fieldAt(row->cells[column], spot->offset) : std::nullopt;
    const ListValue value = field ? *field
                                  : ListValue{isBody         ? std::string()
                                                  : isSource ? std::string("source")
                                                             : name,
                                              textAt(point)};
    // A value that is cut is not the value.
    const bool isWhole = !value.text.isEmpty() && !value.text.endsWith(QChar(0x2026));
    return isWhole ? std::optional(value) : std::nullopt;
}

QString ResultList::linkAt(const QPoint& point) const
{
    const auto line = lineAt(point.y());
    const LogRow* row = line ? m_rows.row(line->row) : nullptr;
    const auto spot = row != nullptr ? spotAt(*line, point) : std::nullopt;
    return spot ? rowPainter().linkAt(*row, *spot) : QString();
}

void ResultList::setHover(std::optional<QPoint> point)
{
    std::optional<std::pair<EventKey, TextSpot>> hover;
    if (point && !linkAt(*point).isEmpty()) {
        const auto line = lineAt(point->y());
        hover.emplace(m_rows.row(line->row)->key, *spotAt(*line, *point));
    }
    if (hover == m_hover)
        return;
    m_hover = hover;
    viewport()->setToolTip(hover ? tr("Ctrl+click opens the link") : QString());
    viewport()->update();
}

void ResultList::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    const auto line = lineAt(point.y());
    if (!line)
        return;
    const bool extends = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool toggles = event->modifiers().testFlag(Qt::ControlModifier);
    pick(line->row, extends ? Pick::Extend : toggles ? Pick::Toggle : Pick::Only);
    if (extends || toggles)
        return;
    m_pressedAt = point;
    const LogRow* row = m_rows.row(line->row);
    if (const auto spot = spotAt(*line, point); spot && row != nullptr)
        m_mark = Mark{row->key, *spot, spot->offset};
}

void ResultList::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    if (!m_pressedAt
        || (point - *m_pressedAt).manhattanLength() < QApplication::startDragDistance())
        return;
    const bool isBeyond = point.y() < headerHeight() || point.y() >= viewport()->height();
    if (!isBeyond)
        m_dragScroll.stop();
    else if (!m_dragScroll.isActive())
        m_dragScroll.start(dragScrollPause, this);
    dragTo(point);
}

void ResultList::dragTo(const QPoint& point)
{
    const auto line =
        lineAt(std::clamp(point.y(), headerHeight(), headerHeight() + bodyHeight() - 1));
    if (!line)
        return;
    const LogRow* row = m_rows.row(line->row);
    const bool isOneRow = row != nullptr && m_selection.isSingle() && selected() == row->key;
    if (isOneRow)
        markTo(point);
    else
        pick(line->row, Pick::Extend);
}

void ResultList::markTo(const QPoint& point)
{
    const auto line = lineAt(point.y());
    const LogRow* row = line && m_mark ? m_rows.row(line->row) : nullptr;
    if (row == nullptr || row->key != m_mark->event)
        return;
    const auto spot = spotAt(*line, point);
    if (spot && spot->column == m_mark->from.column)
        m_mark->to = spot->offset;
    viewport()->update();
}

void ResultList::mouseReleaseEvent(QMouseEvent*)
{
    m_pressedAt.reset();
    m_dragScroll.stop();
}

void ResultList::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_dragScroll.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    const int y = viewport()->mapFromGlobal(QCursor::pos()).y();
    const int step = rowPainter().lineHeight();
    scrollPixels(y < headerHeight() ? step : -step);
    dragTo({0, y});
}

void ResultList::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    const auto line = event->button() == Qt::LeftButton ? lineAt(point.y()) : std::nullopt;
    const LogRow* row = line ? m_rows.row(line->row) : nullptr;
    const auto spot = row != nullptr ? spotAt(*line, point) : std::nullopt;
    if (!spot || static_cast<std::size_t>(spot->column) >= row->cells.size())
        return;
    const QString& text = row->cells[static_cast<std::size_t>(spot->column)].text;
    const auto [from, to] = wordAround(text, spot->offset);
    m_mark = Mark{row->key, {spot->column, from}, to};
    viewport()->update();
}

void ResultList::contextMenuEvent(QContextMenuEvent* event)
{
    QPoint point = event->pos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const auto current = selected();
        const auto isCurrent = [&](const ListGeometry::Line& line) {
            const LogRow* row = m_rows.row(line.row);
            return row != nullptr && row->key == current;
        };
        const auto seen = std::find_if(lines().begin(), lines().end(), isCurrent);
        if (!current || seen == lines().end())
            return;
        point = areaOf(*seen).topLeft() + QPoint(0, rowPainter().lineHeight() / 2);
        point.setY(std::clamp(point.y(), headerHeight(), viewport()->height() - 1));
    }
    const auto line = lineAt(point.y());
    const LogRow* row = line ? m_rows.row(line->row) : nullptr;
    if (row == nullptr)
        return;
    if (!m_selection.contains(row->key))
        pick(line->row, Pick::Only);
    event->accept();
    emit menuWanted(point);
}

void ResultList::wheelEvent(QWheelEvent* event)
{
    // A touchpad says pixels, a wheel steps of 120.
    const double older = event->pixelDelta().isNull()
        ? event->angleDelta().y() / 120.0 * wheelRows * rowPainter().lineHeight()
        : event->pixelDelta().y();
    m_wheelRest += older;
    const double whole = std::trunc(m_wheelRest);
    m_wheelRest -= whole;
    if (whole != 0)
        scrollPixels(static_cast<int>(whole));
    event->accept();
}

} // namespace weir
