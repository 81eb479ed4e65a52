// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/resultmap.h"
#include "ui/models/timescale.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace weir {

class Theme;

/// Events over time: all in grey, the matches over them by severity. Dragging marks a range, a double
/// click goes back to the one before. Thread: GUI.
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
    };
    /// An alert instance began to fire.
    struct Mark
    {
        TimePoint at;
        QString text;
    };

    explicit Timeline(Theme& theme, QWidget* parent = nullptr);

    void setContent(Content content);
    void setMarks(std::vector<Mark> marks);
    void setCursor(std::optional<TimePoint> time);
    QSize sizeHint() const override;

signals:
    void rangeMarked(weir::TimeRange range);
    void backWanted();
    void cursorMoved(std::optional<weir::TimePoint> time);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Bars
    {
        TimeRange range; ///< of all bars: the drawn range with its ends moved to whole steps
        std::vector<SeverityCounts> matches;
        std::vector<SeverityCounts> all;
        std::uint64_t highest = 0;
    };

    void rebuild();
    TimeScale scale() const;
    QRect barArea() const;
    void paintBars(QPainter& painter) const;
    void paintBar(QPainter& painter, const QRectF& column, std::size_t index) const;
    void paintAxis(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintBrush(QPainter& painter) const;

    Theme& m_theme;
    Content m_content;
    Bars m_bars;
    std::vector<Mark> m_marks;
    std::optional<TimePoint> m_cursor;
    std::optional<int> m_brushFrom;
    int m_brushTo = 0;
};

} // namespace weir
