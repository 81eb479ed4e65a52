// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/rowpainter.h"
#include "ui/models/resultrows.h"

#include <QAbstractScrollArea>

#include <optional>

namespace weir {

class FollowPill;
class FrameStats;
class Theme;

/// The log list: one painted area over ResultRows of any number. Newest at the bottom; the position
/// is that of the lowest row by its distance from the newest, so nothing moves under the eye.
///
/// At the bottom it follows. Scrolling up or selecting asks for the pause (pauseWanted); End, the
/// pill and scrolling back to the bottom ask to go on. Whether it is paused is said by the rows.
/// Thread: GUI.
class ResultList final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// All outlive the list.
    ResultList(ResultRows& rows, Theme& theme, FrameStats& stats, QWidget* parent = nullptr);

    std::optional<EventKey> selected() const { return m_selected; }
    void clearSelection();
    /// The row at the lower edge, from the newest.
    std::uint64_t bottomRow() const { return m_bottom; }
    /// A line that says what the rate does to what is seen; empty: none.
    void setNotice(const QString& notice);
    const ListSettings& settings() const { return m_settings; }
    void setSettings(ListSettings settings);
    /// The lines as painted, for the clipboard.
    QString selectedText() const;

    /// Moves by rows towards the older (positive) or newer; as the wheel and the keys do.
    void scrollBy(std::int64_t olderRows);
    void selectBy(std::int64_t olderRows);
    void goToOldest();
    int visibleRows() const;

signals:
    void pauseWanted();
    void followWanted();
    void selectionChanged();
    void activated(); ///< Enter or double click on the selected row
    void rowsWanted(const std::vector<weir::RowsRequest>& requests);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    static constexpr int headerHeight = 26;

    void rowsChanged();
    void pausedChanged();
    void setBottom(std::uint64_t row);
    void syncScrollBar();
    void placeOverlays();
    void select(std::uint64_t fromEnd);
    std::uint64_t lowestTop() const; ///< the bottom row when the oldest is at the top
    int bottomEdge() const;
    std::optional<std::uint64_t> rowAt(int y) const;
    RowPainter rowPainter() const;
    int rowHeight() const;
    void paintHeader(QPainter& painter, const std::vector<ColumnPlace>& columns) const;
    bool paintRow(QPainter& painter, const RowPainter& painterOfRows, std::uint64_t fromEnd,
                  const QRect& line) const;
    void askForRows();

    ResultRows& m_rows;
    Theme& m_theme;
    FrameStats& m_stats;
    FollowPill* m_pill;
    QString m_notice;
    ListSettings m_settings;
    std::uint64_t m_bottom = 0;
    std::optional<EventKey> m_selected;
    std::uint64_t m_selectedRow = 0; ///< where it was last seen
    bool m_isSyncing = false;
    int m_wheelRest = 0;
};

} // namespace weir
