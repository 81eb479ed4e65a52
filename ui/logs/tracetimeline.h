// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventline.h"

#include <QTimeZone>
#include <QWidget>

#include <vector>

namespace weir {

class Theme;

/// The events of a trace over time, a lane for each service in the order of its first event: a bar from
/// its first to its last, and a dot for each event in the colour of its severity. Click chooses the
/// nearest event. Thread: GUI.
class TraceTimeline final : public QWidget
{
    Q_OBJECT

public:
    explicit TraceTimeline(Theme& theme, QWidget* parent = nullptr);

    /// Ascending by time.
    void setLines(std::vector<EventLine> lines, std::optional<EventSeq> current);
    void mark(EventSeq seq);
    void setZone(const QTimeZone& zone) { m_zone = zone; } ///< of what its tips say; UTC at first
    QStringList services() const;
    /// Where an event's dot is, in the widget.
    QPoint dotOf(std::size_t line) const;

    QSize sizeHint() const override;

signals:
    void chosen(const weir::EventLine& line);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Lane
    {
        QString service;
        std::vector<std::size_t> lines; ///< ascending
        SeverityClass worst = SeverityClass::None;
    };

    int xOf(TimePoint time) const;
    int laneTop(std::size_t lane) const;
    int nameWidth() const;
    const EventLine* lineAt(const QPoint& point) const;
    void paintLane(QPainter& painter, const Lane& lane, int top) const;

    Theme& m_theme;
    std::vector<EventLine> m_lines;
    std::vector<Lane> m_lanes;
    std::vector<std::size_t> m_laneOf; ///< by line
    std::optional<EventSeq> m_current;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace weir
