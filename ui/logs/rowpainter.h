// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/logrow.h"
#include "ui/theme/colors.h"

#include <QFont>
#include <QFontMetricsF>
#include <QRect>
#include <QTextLayout>

class QPainter;

namespace weir {

/// Where the columns of an event line begin, in pixels from the line's left.
struct LineGeometry
{
    int stripe = 4; ///< width
    int time = 14;
    int level = 116;
    int service = 170;
    int body = 262; ///< where it begins; less than `service`: no service column
    int timeDigits = 3;
};

/// Paints one event as a line: severity stripe, time, level, service, body with its runs. Painted
/// text only, so nothing in it is ever interpreted. The log list and log panels share it.
class RowPainter final
{
public:
    static constexpr int rowHeight = 21;

    RowPainter(const QFont& font, const Colors& colors, LineGeometry geometry = {});

    const LineGeometry& geometry() const { return m_geometry; }
    void paint(QPainter& painter, const QRect& line, const LogRow& row) const;
    /// A line whose event is still being loaded.
    void paintPlaceholder(QPainter& painter, const QRect& line) const;
    void paintNote(QPainter& painter, const QRect& line, const QString& note) const;

private:
    QColor stripeColor(SeverityClass severity) const;
    void paintBody(QPainter& painter, const QRect& line, const LogRow& row) const;
    QList<QTextLayout::FormatRange> formatsOf(const LogRow& row, int length) const;
    void paintMatch(QPainter& painter, const QRect& cell, const QTextLine& text,
                    const TextRun& run) const;
    void text(QPainter& painter, const QRect& line, int x, int width, const QString& content,
              const QColor& color) const;

    QFont m_font;
    QFontMetricsF m_metrics;
    const Colors& m_colors;
    LineGeometry m_geometry;
};

/// `ERROR`, `WARN`, ...; empty for none.
QString severityWord(SeverityClass severity);

} // namespace weir
