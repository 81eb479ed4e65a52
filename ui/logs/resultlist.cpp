// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/resultlist.h"

#include "ui/framestats.h"
#include "ui/logs/followpill.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace weir {

ResultList::ResultList(ResultRows& rows, Theme& theme, FrameStats& stats, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_rows(rows)
    , m_theme(theme)
    , m_stats(stats)
    , m_pill(new FollowPill(theme, this))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Log events"));
    m_pill->hide();
    connect(m_pill, &FollowPill::clicked, this, &ResultList::followWanted);
    connect(&m_rows, &ResultRows::changed, this, &ResultList::rowsChanged);
    connect(&m_rows, &ResultRows::inserted, this, [this](quint64 newer) { m_bottom += newer; });
    connect(&m_rows, &ResultRows::pausedChanged, this, &ResultList::pausedChanged);
    connect(&m_theme, &Theme::changed, viewport(), QOverload<>::of(&QWidget::update));
}

void ResultList::clearSelection()
{
    if (!m_selected)
        return;
    m_selected.reset();
    viewport()->update();
    emit selectionChanged();
}

void ResultList::setNotice(const QString& notice)
{
    if (notice == m_notice)
        return;
    m_notice = notice;
    viewport()->update();
}

void ResultList::setSettings(ListSettings settings)
{
    if (settings == m_settings)
        return;
    m_settings = std::move(settings);
    m_bottom = std::min(m_bottom, lowestTop());
    syncScrollBar();
    viewport()->update();
}

RowPainter ResultList::rowPainter() const
{
    return {m_theme.eventFont(), m_theme.colors(), m_settings, viewport()->width()};
}

int ResultList::rowHeight() const
{
    return rowPainter().lineHeight();
}

QString ResultList::selectedText() const
{
    if (!m_selected)
        return {};
    const auto at = m_rows.find(*m_selected);
    const LogRow* row = at ? m_rows.row(*at) : nullptr;
    if (row == nullptr)
        return {};
    return rowPainter().lineText(*row);
}

int ResultList::visibleRows() const
{
    return std::max(1, (viewport()->height() - headerHeight) / rowHeight());
}

std::uint64_t ResultList::lowestTop() const
{
    const auto visible = static_cast<std::uint64_t>(visibleRows());
    return m_rows.count() > visible ? m_rows.count() - visible : 0;
}

/// Few rows begin at the top; many end at the bottom.
int ResultList::bottomEdge() const
{
    const auto visible = static_cast<std::uint64_t>(visibleRows());
    if (m_rows.count() <= visible)
        return headerHeight + static_cast<int>(m_rows.count()) * rowHeight();
    return viewport()->height();
}

std::optional<std::uint64_t> ResultList::rowAt(int y) const
{
    const int above = bottomEdge() - 1 - y;
    if (above < 0 || y < headerHeight)
        return {};
    const std::uint64_t row = m_bottom + static_cast<std::uint64_t>(above / rowHeight());
    return row < m_rows.count() ? std::optional(row) : std::nullopt;
}

void ResultList::rowsChanged()
{
    if (!m_rows.isPaused())
        m_bottom = 0;
    m_bottom = std::min(m_bottom, lowestTop());
    syncScrollBar();
    m_pill->setNew(m_rows.newCount());
    placeOverlays();
    viewport()->update();
}

void ResultList::pausedChanged()
{
    m_pill->setVisible(m_rows.isPaused());
    if (!m_rows.isPaused())
        clearSelection();
    rowsChanged();
}

void ResultList::syncScrollBar()
{
    // An int counts 2 G rows; beyond, the bar is coarse and the keys are exact.
    constexpr std::uint64_t most = 2'000'000'000;
    m_isSyncing = true;
    const auto maximum = static_cast<int>(std::min(lowestTop(), most));
    verticalScrollBar()->setRange(0, maximum);
    verticalScrollBar()->setPageStep(visibleRows());
    verticalScrollBar()->setValue(
        maximum
        - static_cast<int>(std::min<std::uint64_t>(m_bottom, static_cast<std::uint64_t>(maximum))));
    m_isSyncing = false;
}

void ResultList::scrollContentsBy(int, int)
{
    if (m_isSyncing)
        return;
    const int older = verticalScrollBar()->maximum() - verticalScrollBar()->value();
    setBottom(static_cast<std::uint64_t>(std::max(0, older)));
}

void ResultList::setBottom(std::uint64_t row)
{
    row = std::min(row, lowestTop());
    if (row == m_bottom)
        return;
    const bool toNewest = row == 0;
    if (!toNewest && !m_rows.isPaused())
        emit pauseWanted();
    m_bottom = row;
    syncScrollBar();
    viewport()->update();
    if (toNewest && m_rows.isPaused() && !m_selected)
        emit followWanted();
}

void ResultList::scrollBy(std::int64_t olderRows)
{
    const auto distance = static_cast<std::uint64_t>(std::abs(olderRows));
    if (olderRows >= 0)
        setBottom(m_bottom + distance);
    else
        setBottom(m_bottom - std::min(m_bottom, distance));
}

void ResultList::goToOldest()
{
    setBottom(lowestTop());
}

void ResultList::select(std::uint64_t fromEnd)
{
    if (fromEnd >= m_rows.count())
        return;
    if (!m_rows.isPaused())
        emit pauseWanted();
    m_selectedRow = fromEnd;
    if (fromEnd < m_bottom)
        setBottom(fromEnd);
    else if (fromEnd >= m_bottom + static_cast<std::uint64_t>(visibleRows()))
        setBottom(fromEnd - static_cast<std::uint64_t>(visibleRows()) + 1);
    if (const LogRow* row = m_rows.row(fromEnd)) {
        m_selected = row->key;
        emit selectionChanged();
    }
    viewport()->update();
}

void ResultList::selectBy(std::int64_t olderRows)
{
    if (m_rows.count() == 0)
        return;
    if (!m_selected) {
        select(m_bottom);
        return;
    }
    const auto from = m_rows.find(*m_selected).value_or(m_selectedRow);
    const auto distance = static_cast<std::uint64_t>(std::abs(olderRows));
    select(olderRows >= 0 ? std::min(from + distance, m_rows.count() - 1)
                          : from - std::min(from, distance));
}

void ResultList::askForRows()
{
    const auto visible = static_cast<std::uint64_t>(visibleRows());
    if (m_rows.count() == 0 || !m_rows.isCurrent())
        return;
    // A screenful more on both sides: the next page is there before it is seen.
    const std::uint64_t first = m_bottom - std::min(m_bottom, visible);
    const auto requests = m_rows.wanted(first, m_bottom + 2 * visible);
    if (!requests.empty())
        emit rowsWanted(requests);
}

} // namespace weir
