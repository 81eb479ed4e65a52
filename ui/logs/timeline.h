// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/timelinebars.h"
#include "ui/logs/timelinemarks.h"
#include "ui/models/timescale.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace weir {

class Theme;

/// Events over time: all in grey, the matches over them by severity, with a filter on a scale of their
/// own. What the highest bar stands for is written over them, each bar has a tip. Dragging marks a
/// range, the edges of a marked one can be dragged, a double click goes back; the wheel zooms at the
/// mouse, with Shift it moves. By keys: Left and Right move the cursor. Where matches are not counted
/// yet it is hatched. Thread: GUI.
class Timeline final : public QWidget
{
    Q_OBJECT

public:
    struct Content
    {
        std::shared_ptr<const ResultMap> matches;
        std::shared_ptr<const ResultMap> all;
        TimeRange range; ///< drawn; bounded
        bool isFiltered = false;
        QString info; ///< over the bars, right
        std::optional<TimeRange> marked; ///< in the drawn range; nothing: it moves with the clock
        /// Matches up to here are not counted yet.
        TimePoint uncountedTo = TimePoint::min();
    };

    explicit Timeline(Theme& theme, QWidget* parent = nullptr);

    void setContent(Content content);
    void setMarks(std::vector<TimelineMark> marks);
    void setCursor(std::optional<TimePoint> time);
    /// Makes the range so many times as long about the cursor, else about its middle.
    void zoom(double factor);
    /// In which its times are written; UTC at first.
    void setZone(const QTimeZone& zone);
    /// Whether Content::info is written over the bars, or by somebody else.
    void setTitled(bool titled);
    /// How high the page is: the bars are lower in a low one, and higher in a high one. 0: as usual.
    void setRoom(int height);
    QSize sizeHint() const override;

signals:
    void rangeMarked(weir::TimeRange range);
    void backWanted();
    void cursorMoved(std::optional<weir::TimePoint> time);
    /// A mark was clicked at.
    void jumpWanted(weir::TimePoint time);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Edge { None, Begin, End };

    void rebuild();
    TimeRange shownRange() const;
    TimeRange movedRange() const; ///< what zooming and moving begin with
    TimeScale scale() const;
    int titleRoom() const;
    int barsRoom() const;
    QRect barArea() const;
    Edge edgeAt(int x) const;
    QString tipAt(const QPoint& at) const;
    TimePoint timeAt(int x) const;
    void showSoon(TimeRange range); ///< at once here, a moment later for everybody
    void moveCursor(std::int64_t bars);
    void describe();

    void paintBars(QPainter& painter) const;
    void paintBar(QPainter& painter, const QRectF& column, std::size_t index) const;
    void paintUncounted(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;
    void paintCursor(QPainter& painter) const;
    void paintMarked(QPainter& painter) const;

    Theme& m_theme;
    bool m_hasTitle = true;
    int m_room = 0;
    Content m_content;
    TimelineBars m_bars;
    TimelineMarks m_marks;
    std::optional<TimePoint> m_cursor;
    QTimeZone m_zone = QTimeZone::utc();
    std::optional<int> m_brushFrom;
    int m_brushTo = 0;
    Edge m_dragged = Edge::None;
    std::optional<TimeRange> m_preview; ///< on its way to become the range
    QTimer m_previewEnds;
};

} // namespace weir
