// SPDX-License-Identifier: GPL-3.0-or-later
// Where the log list stands and why it moves; selecting, the mouse and painting have files of their own.
#include "ui/logs/resultlist.h"

#include "ui/framestats.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/followpill.h"
#include "ui/logs/resultlistaccessible.h"
#include "ui/models/bookmarks.h"
#include "ui/theme/theme.h"

#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t heightsKept = 8192;
/// Where what somebody has jumped to comes to stand: with something before it.
constexpr int jumpShare = 3;

} // namespace

ResultList::ResultList(ResultRows& rows, Theme& theme, FrameStats& stats, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_rows(rows)
    , m_theme(theme)
    , m_stats(stats)
    , m_pill(new FollowPill(theme, this))
    , m_header(new ColumnHeader(theme, this))
    , m_position(rows)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Log events"));
    ResultListAccessible::install(*this);
    new ResultListAnnouncer(*this);
    m_pill->hide();
    connect(m_header, &ColumnHeader::fitWanted, this, &ResultList::fitColumn);
    connect(&m_ageing, &QTimer::timeout, viewport(), QOverload<>::of(&QWidget::update));
    connect(m_pill, &FollowPill::clicked, this, &ResultList::followWanted);
    connect(&m_rows, &ResultRows::changed, this, &ResultList::rowsChanged);
    connect(&m_rows, &ResultRows::located, this,
            [this](EventKey event, quint64 row) { m_position.located(event, row); });
    connect(&m_rows, &ResultRows::pausedChanged, this, &ResultList::pausedChanged);
    connect(&m_theme, &Theme::changed, this, &ResultList::reshaped);
}

ResultList::~ResultList() = default;

QWidgetList ResultList::controls() const
{
    QWidgetList shown;
    for (QWidget* control : {static_cast<QWidget*>(m_header), static_cast<QWidget*>(m_pill)}) {
        if (!control->isHidden())
            shown << control;
    }
    return shown;
}

void ResultList::takeFocus()
{
    if (isVisible())
        setFocus();
}

void ResultList::setFollowable(bool isFollowable)
{
    if (isFollowable == m_isFollowable)
        return;
    m_isFollowable = isFollowable;
    showPill();
    placeOverlays();
}

void ResultList::showPill()
{
    m_pill->setVisible(m_rows.isPaused() && (m_isFollowable || m_rows.newCount() > 0));
}

void ResultList::setNotice(const QString& notice)
{
    m_header->setNotice(notice);
}

void ResultList::setBookmarks(const Bookmarks* bookmarks)
{
    m_bookmarks = bookmarks;
    if (bookmarks != nullptr)
        connect(bookmarks, &Bookmarks::changed, viewport(), QOverload<>::of(&QWidget::update));
    viewport()->update();
}

void ResultList::setSettings(ListSettings settings)
{
    if (settings == m_settings)
        return;
    m_settings = std::move(settings);
    reshaped();
}

/// Rows have other heights now.
void ResultList::reshaped()
{
    holdWhatIsSeen();
    const auto held = std::find_if(m_lines.begin(), m_lines.end(),
                                   [row = m_position.place().row](const ListGeometry::Line& line) {
                                       return line.row == row;
                                   });
    m_painter.reset();
    m_heights.clear();
    refreshHeader();
    // In the middle of a high row its text is held, not its beginning that is out of sight.
    if (!m_position.isAtNewest() && m_isLaidOut && held != m_lines.end() && held->top < 0) {
        const double share = static_cast<double>(held->top) / held->height;
        m_position.hold({held->row, static_cast<int>(share * heightOf(held->row))});
    }
    linesMoved();
}

/// The row that is held is one that can be seen, where it is seen: it may have been left beyond an
/// edge, or wanted where there would have been a gap.
void ResultList::holdWhatIsSeen()
{
    if (m_position.isAtNewest() || m_position.isSeeking() || !m_isLaidOut || m_lines.empty())
        return;
    const auto holds = [row = m_shownPlace.row](const ListGeometry::Line& line) {
        return line.row == row;
    };
    const bool isSeen = std::any_of(m_lines.begin(), m_lines.end(), holds);
    const ListPlace place = isSeen ? m_shownPlace : anchorAmong(m_lines);
    if (place != m_position.place())
        m_position.hold(place);
}

const RowPainter& ResultList::rowPainter() const
{
    if (!m_painter)
        m_painter.emplace(m_theme.eventFont(), m_theme.colors(), m_settings, viewport()->width());
    return *m_painter;
}

int ResultList::heightOf(std::uint64_t fromEnd) const
{
    const LogRow* row = m_rows.row(fromEnd);
    if (row == nullptr)
        return rowPainter().lineHeight();
    if (m_heights.size() > heightsKept)
        m_heights.clear();
    Height& height = m_heights[number(row->key.seq)];
    if (height.form != row->form)
        height = {row->form, rowPainter().heightOf(*row)};
    return height.pixels;
}

ListGeometry ResultList::geometry() const
{
    return {m_rows.count(), bodyHeight(), [this](std::uint64_t row) { return heightOf(row); }};
}

const std::vector<ListGeometry::Line>& ResultList::lines() const
{
    if (!m_isLaidOut) {
        const ListGeometry geometry = this->geometry();
        m_shownPlace = m_position.isAtNewest() ? geometry.newest()
                                               : geometry.clamped(m_position.place());
        m_lines = geometry.lines(m_shownPlace);
        m_isLaidOut = true;
    }
    return m_lines;
}

ListPlace ResultList::anchor() const
{
    lines();
    return m_shownPlace;
}

int ResultList::bodyHeight() const
{
    return std::max(1, viewport()->height() - headerHeight());
}

QRect ResultList::areaOf(const ListGeometry::Line& line) const
{
    return {0, headerHeight() + line.top, viewport()->width(), line.height};
}

int ResultList::visibleRows() const
{
    return std::max(1, bodyHeight() / rowPainter().lineHeight());
}

std::uint64_t ResultList::bottomRow() const
{
    const auto& seen = lines();
    const auto whole =
        std::find_if(seen.rbegin(), seen.rend(), [this](const ListGeometry::Line& line) {
            return line.bottom() <= bodyHeight();
        });
    if (whole != seen.rend())
        return whole->row;
    return seen.empty() ? 0 : seen.back().row;
}

void ResultList::linesMoved()
{
    m_isLaidOut = false;
    syncScrollBar();
    viewport()->update();
    emit linesChanged();
}

void ResultList::rowsChanged()
{
    if (!m_rows.isPaused())
        m_position.toNewest();
    settle();
    if (m_pendingPick && m_pendingPick->row < m_rows.count()) {
        if (const LogRow* row = m_rows.row(m_pendingPick->row)) {
            const PendingPick pending = *std::exchange(m_pendingPick, {});
            applyPick(*row, pending.row, pending.pick);
        }
    }
    m_pill->setNew(m_rows.newCount());
    showPill();
    placeOverlays();
    linesMoved();
}

void ResultList::settle()
{
    if (const auto request = m_position.settle())
        emit rowsWanted({*request});
}

void ResultList::pausedChanged()
{
    showPill();
    m_pendingPick.reset();
    if (m_rows.isPaused()) {
        if (!lines().empty())
            m_position.hold(anchorAmong(lines()));
    } else {
        clearSelection();
    }
    rowsChanged();
}

void ResultList::pause()
{
    if (!m_rows.isPaused())
        emit pauseWanted();
}

/// The row that stays where it is whatever happens: the one with the attention, else the topmost.
ListPlace ResultList::anchorAmong(const std::vector<ListGeometry::Line>& lines) const
{
    const std::optional<EventKey> current = selected();
    const auto isCurrent = [&](const ListGeometry::Line& line) {
        const LogRow* row = m_rows.row(line.row);
        return row != nullptr && row->key == current && line.top >= 0
            && line.bottom() <= bodyHeight();
    };
    auto line = current ? std::find_if(lines.begin(), lines.end(), isCurrent) : lines.end();
    if (line == lines.end())
        line = std::find_if(lines.begin(), lines.end(),
                            [](const ListGeometry::Line& seen) { return seen.top >= 0; });
    if (line == lines.end())
        line = lines.begin();
    return {line->row, line->top};
}

void ResultList::syncScrollBar()
{
    const auto& seen = lines();
    const std::uint64_t atNewest = geometry().rowsAtNewest();
    const std::uint64_t most = m_rows.count() > atNewest ? m_rows.count() - atNewest : 0;
    const std::uint64_t step = rowsPerStep();
    const std::uint64_t above = seen.empty() ? 0 : m_rows.count() - 1 - seen.front().row;
    const bool isAtEnd =
        seen.empty() || (seen.back().row == 0 && seen.back().bottom() <= bodyHeight());
    m_isSyncing = true;
    verticalScrollBar()->setRange(0, static_cast<int>(most / step));
    verticalScrollBar()->setPageStep(visibleRows());
    verticalScrollBar()->setValue(static_cast<int>(isAtEnd ? most / step
                                                           : std::min(above, most) / step));
    m_isSyncing = false;
}

/// An int counts 2 G rows; beyond, the bar is coarse and the keys are exact.
std::uint64_t ResultList::rowsPerStep() const
{
    constexpr std::uint64_t most = 1'000'000'000;
    return m_rows.count() / most + 1;
}

void ResultList::scrollContentsBy(int, int)
{
    if (m_isSyncing || m_rows.count() == 0)
        return;
    const ListGeometry geometry = this->geometry();
    if (verticalScrollBar()->value() == verticalScrollBar()->maximum()) {
        moveTo(geometry.newest());
        return;
    }
    const auto above = static_cast<std::uint64_t>(verticalScrollBar()->value()) * rowsPerStep();
    moveTo(geometry.clamped({m_rows.count() - 1 - std::min(above, m_rows.count() - 1), 0}));
}

/// By whoever looks: to a place that leaves no gap.
void ResultList::moveTo(ListPlace place)
{
    const auto lines = geometry().lines(place);
    if (lines.empty())
        return;
    const auto& seen = this->lines();
    const bool isSame = !seen.empty() && seen.front().row == lines.front().row
        && seen.front().top == lines.front().top;
    const bool isAtNewest = lines.back().row == 0 && lines.back().bottom() <= bodyHeight();
    if (!isAtNewest)
        pause();
    else if (!m_rows.isPaused())
        return; // is there already
    m_position.hold(anchorAmong(lines));
    if (isSame) {
        m_shownPlace = m_position.place();
        return;
    }
    linesMoved();
    if (isAtNewest && m_rows.isPaused() && m_selection.isEmpty())
        emit followWanted();
}

void ResultList::scrollPixels(int older)
{
    if (m_rows.count() > 0)
        moveTo(geometry().moved(anchor(), older));
}

void ResultList::scrollPage(int older)
{
    const int line = rowPainter().lineHeight();
    scrollPixels(older * std::max(line, bodyHeight() - line));
}

void ResultList::scrollBy(std::int64_t olderRows)
{
    if (lines().empty())
        return;
    const ListGeometry::Line& first = lines().front();
    const auto distance = static_cast<std::uint64_t>(std::abs(olderRows));
    const std::uint64_t row = olderRows >= 0
        ? std::min(first.row + distance, m_rows.count() - 1)
        : first.row - std::min(first.row, distance);
    moveTo(geometry().clamped({row, first.top}));
}

void ResultList::goToOldest()
{
    if (m_rows.count() > 0)
        moveTo(geometry().oldest());
}

void ResultList::scrollTo(EventKey event)
{
    pause();
    m_selection.select(event);
    clearMark();
    const int top = bodyHeight() / jumpShare;
    const auto row = m_rows.find(event);
    const auto isSeen = [&](const ListGeometry::Line& line) {
        return line.row == row && line.top >= 0 && line.bottom() <= bodyHeight();
    };
    const auto seen = row ? std::find_if(lines().begin(), lines().end(), isSeen) : lines().end();
    if (seen != lines().end())
        m_position.hold({seen->row, seen->top});
    else
        m_position.seek(event, top);
    settle();
    linesMoved();
    emit selectionChanged();
}

void ResultList::scrollTo(TimePoint time)
{
    pause();
    m_position.seek({time, EventSeq{}}, bodyHeight() / jumpShare);
    settle();
    linesMoved();
}

void ResultList::resizeEvent(QResizeEvent*)
{
    reshaped();
    placeOverlays();
}

void ResultList::placeOverlays()
{
    // In the head: over the rows it would lie on the newest, which are what is looked at.
    m_pill->adjustSize();
    const QSize size = m_pill->size();
    m_pill->move(m_header->noticeRight() - size.width(), (headerHeight() - size.height()) / 2);
    m_pill->raise();
    m_header->setTaken(m_pill->isHidden() ? 0 : size.width());
}

void ResultList::askForRows()
{
    if (m_rows.count() == 0 || !m_rows.isAnswered() || lines().empty())
        return;
    // A screenful more on both sides: the next page is there before it is seen.
    const auto screenful = static_cast<std::uint64_t>(visibleRows());
    const std::uint64_t newest = lines().back().row;
    const auto requests = m_rows.wanted(newest - std::min(newest, screenful),
                                        lines().front().row + screenful);
    if (!requests.empty())
        emit rowsWanted(requests);
}

} // namespace weir
