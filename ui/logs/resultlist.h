// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/listposition.h"
#include "ui/logs/listselection.h"
#include "ui/logs/rowpainter.h"
#include "ui/models/resultrows.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QTimer>

#include <optional>
#include <unordered_map>

namespace weir {

class Bookmarks;
class ColumnHeader;
class FollowPill;
class FrameStats;
class Theme;

/// What stands under a point of the list, as a query can ask for it.
struct ListValue
{
    std::string field; ///< empty: a word of the body
    QString text;
};

/// The log list: one painted area over ResultRows of any number, the newest at the bottom, rows as
/// high as what they show. It is held by an event (ListPosition), so nothing moves under the eye
/// whatever arrives, is counted or retired, and however lines are wrapped or the window resized.
///
/// At the bottom it follows. Scrolling up or selecting asks for the pause (pauseWanted); End, the
/// pill and scrolling back to the bottom ask to go on. Whether it is paused is said by the rows.
/// What keys do is in ListActions. Thread: GUI.
class ResultList final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// What a press does to the selection.
    enum class Pick { Only, Extend, Toggle };

    /// All outlive the list.
    ResultList(ResultRows& rows, Theme& theme, FrameStats& stats, QWidget* parent = nullptr);
    ~ResultList() override;

    const ResultRows& rows() const { return m_rows; }
    /// Nothing can be followed in a range that is over: being held is not worth a word there, unless
    /// something came late.
    void setFollowable(bool isFollowable);
    /// A line that says what the rate does to what is seen; empty: none.
    void setNotice(const QString& notice);
    /// Has said() sent: a word about what has just been done, to be seen for some seconds.
    void say(const QString& words) { emit said(words); }
    /// Not while it is hidden: it would take the focus when it is shown, from whoever types by then.
    void takeFocus();
    /// Rows of these events bear a mark; null: none do. Outlives the list.
    void setBookmarks(const Bookmarks* bookmarks);
    const ListSettings& settings() const { return m_settings; }
    /// Other columns, density, wrapping: the row that is looked at stays where it is.
    void setSettings(ListSettings settings);

    /// The event that keys move from and the details show; nothing when nothing is selected.
    std::optional<EventKey> selected() const;
    const ListSelection& selection() const { return m_selection; }
    void clearSelection();
    /// The whole result.
    void selectAll();
    /// Moves by rows towards the older (positive) or newer; extending keeps the other end.
    void selectBy(std::int64_t olderRows, Pick pick = Pick::Only);
    /// Precondition: fromEnd < rows().count(). Shows the row; selects it once it is loaded.
    void pick(std::uint64_t fromEnd, Pick pick);
    /// What the mouse has marked in a row, else the selected lines as painted, as far as they are
    /// loaded.
    QString selectedText() const;
    /// Text marked in one row; empty: none.
    QString markedText() const;
    ColumnHeader& header() { return *m_header; }
    /// Its own controls that are shown now: the head, and what goes on following while it is paused.
    QWidgetList controls() const;
    /// The link under a point of the viewport; empty: none.
    QString linkAt(const QPoint& point) const;
    /// Where the mouse is, in the viewport, so that a link there is underlined; nothing: elsewhere.
    void setHover(std::optional<QPoint> point);
    /// Under a point of the viewport: the word of a body, the whole value of another column; else empty.
    QString textAt(const QPoint& point) const;

    /// The value under a point of the viewport; nothing where there is none that a query could name.
    std::optional<ListValue> valueAt(const QPoint& point) const;

    /// Shows the event, wherever in the result it is, and selects it. Pauses. An event that is no match
    /// is selected all the same, and what lies next to it shown.
    void scrollTo(EventKey event);
    /// Shows the first event at or after the time. Pauses.
    void scrollTo(TimePoint time);
    /// Moves by rows towards the older (positive) or newer; what lies between is not looked at.
    void scrollBy(std::int64_t olderRows);
    /// Moves by pixels, as the wheel does; at most some screens.
    void scrollPixels(int older);
    /// A screenful but for a line towards the older (1) or newer (-1).
    void scrollPage(int older);
    void goToOldest();

    /// The lowest row that is seen whole, from the newest.
    std::uint64_t bottomRow() const;
    /// How many rows of one line fit.
    int visibleRows() const;
    /// What is seen, from the top down; y from the upper edge of the rows.
    const std::vector<ListGeometry::Line>& lines() const;
    /// The row that nothing but whoever looks can move, and where it is; of the newest while it follows.
    ListPlace anchor() const;
    /// Where a row is seen, in coordinates of the viewport.
    QRect areaOf(const ListGeometry::Line& line) const;
    int bodyHeight() const;
    QString lineText(const LogRow& row, const LogRow* above = nullptr) const;
    /// The row before; null where there is none, or it is not loaded.
    const LogRow* rowAbove(std::uint64_t fromEnd) const;

signals:
    void pauseWanted();
    void followWanted();
    /// Another event, more of them, or none.
    void selectionChanged();
    void activated(); ///< Enter on the selected row
    /// For the row at this point of the viewport, which is selected.
    void menuWanted(const QPoint& point);
    void rowsWanted(const std::vector<weir::RowsRequest>& requests);
    void said(const QString& words);
    /// Other rows are seen, or the same elsewhere.
    void linesChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    int headerHeight() const;

    /// Text of one row that the mouse has marked or is about to.
    struct Mark
    {
        EventKey event;
        TextSpot from;
        int to = 0; ///< offset in the same cell, before or after `from`
    };
    struct Height
    {
        RowFormPtr form; ///< that it was measured with
        int pixels = 0;
    };

    void rowsChanged();
    void pausedChanged();
    void settle();
    void pause();
    void reshaped();
    void linesMoved();
    void moveTo(ListPlace place);
    void holdWhatIsSeen();
    ListPlace anchorAmong(const std::vector<ListGeometry::Line>& lines) const;
    void syncScrollBar();
    void showPill();
    void placeOverlays();

    ListGeometry geometry() const;
    int heightOf(std::uint64_t row) const;
    const RowPainter& rowPainter() const;
    std::uint64_t rowsPerStep() const;

    void applyPick(const LogRow& row, std::uint64_t fromEnd, Pick pick);
    std::uint64_t currentRow() const;
    std::optional<ListGeometry::Line> lineAt(int y) const;
    std::optional<TextSpot> spotAt(const ListGeometry::Line& line, const QPoint& point) const;
    void dragTo(const QPoint& point);
    void markTo(const QPoint& point);
    void clearMark();
    std::optional<MarkedText> markIn(const LogRow& row) const;

    void paintLines(QPainter& painter);
    bool paintLine(QPainter& painter, const ListGeometry::Line& line) const;
    void paintSticky(QPainter& painter) const;
    RowContext contextOf(const ListGeometry::Line& line, const LogRow& row) const;
    void refreshHeader();
    void fitColumn(const std::string& field);
    void askForRows();

    ResultRows& m_rows;
    Theme& m_theme;
    FrameStats& m_stats;
    const Bookmarks* m_bookmarks = nullptr;
    FollowPill* m_pill;
    bool m_isFollowable = true;
    ColumnHeader* m_header;
    QTimer m_ageing; ///< while times are shown as how long ago
    std::optional<std::pair<EventKey, TextSpot>> m_hover; ///< a link under the mouse
    ListSettings m_settings;

    ListPosition m_position;
    mutable std::optional<RowPainter> m_painter; ///< for the width and settings there are
    mutable std::unordered_map<std::uint64_t, Height> m_heights; ///< by seq
    mutable std::vector<ListGeometry::Line> m_lines; ///< as of m_isLaidOut
    mutable ListPlace m_shownPlace;
    mutable bool m_isLaidOut = false;
    bool m_isSyncing = false;
    double m_wheelRest = 0; ///< pixels

    ListSelection m_selection;
    std::uint64_t m_currentRow = 0; ///< where the current event was last seen
    struct PendingPick
    {
        std::uint64_t row = 0;
        Pick pick = Pick::Only;
    };
    std::optional<PendingPick> m_pendingPick; ///< of a row that is being loaded
    std::optional<Mark> m_mark;
    std::optional<QPoint> m_pressedAt;
    QBasicTimer m_dragScroll; ///< while the mouse is held beyond an edge
};

} // namespace weir
