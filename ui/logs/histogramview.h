// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/valuehistogram.h"

#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

namespace weir {

class Theme;

/// Bars of how many numbers lie where, with what the highest stands for. Dragging over bars asks for the numbers they stand for; with
/// the keyboard Left and Right go from bar to bar, with Shift they mark several, Enter asks.
/// Thread: GUI.
class HistogramView final : public QWidget
{
    Q_OBJECT

public:
    explicit HistogramView(Theme& theme, QWidget* parent = nullptr);

    /// `isPartial`: not of all numbers yet.
    void setBars(std::vector<ValueHistogram::Bar> bars, bool isPartial);
    QSize sizeHint() const override;

signals:
    void boundsWanted(double from, double to); ///< `from` included

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF barArea() const;
    double leftOf(std::size_t bar) const;
    std::optional<std::size_t> barAt(double x) const;
    void setMarked(std::size_t from, std::size_t to);
    void ask();
    std::uint64_t highestCount() const;
    QString scaleText() const;
    QString textOf(std::size_t first, std::size_t last) const;

    Theme& m_theme;
    std::vector<ValueHistogram::Bar> m_bars;
    bool m_isPartial = false;
    std::optional<std::size_t> m_hovered;
    /// From where it was begun to where it is.
    std::optional<std::pair<std::size_t, std::size_t>> m_marked;
    bool m_isDragging = false;
};

} // namespace weir
