// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/columnplaces.h"
#include "ui/logs/rowruns.h"
#include "ui/logs/textmeasure.h"
#include "ui/models/logrow.h"
#include "ui/models/rowtimes.h"
#include "ui/theme/colors.h"

#include <QFont>
#include <QFontMetricsF>
#include <QRect>

#include <optional>

class QPainter;

namespace weir {

/// A place in what a row shows.
struct TextSpot
{
    int column = 0; ///< of the row's form
    int offset = 0; ///< in the text of its cell, UTF-16 units

    friend bool operator==(const TextSpot&, const TextSpot&) = default;
};

/// A stretch of one cell, as marked with the mouse.
struct MarkedText
{
    int column = 0;
    int from = 0;
    int length = 0;
};

/// What a row looks like because of where it stands, not because of what it is.
struct RowContext
{
    std::optional<TimePoint> above; ///< time of the row above, for TimeForm::Delta
    TimePoint now; ///< for TimeForm::Relative
    std::optional<MarkedText> marked;
    std::optional<TextSpot> hover; ///< under the mouse: a link there is underlined
    bool isSelected = false;
    bool isBookmarked = false;
};

/// Paints events as rows: severity stripe, then the columns of the settings with the runs of their
/// texts. Painted text only, so nothing in it is ever interpreted. The log list and log panels share
/// it. Columns that a row's form does not know yet stay empty.
///
/// All sizes in pixels. Thread: GUI.
class RowPainter final
{
public:
    /// `colors` outlives it; `width` is that of a row.
    RowPainter(const QFont& font, const Colors& colors, const ListSettings& settings, int width);

    int lineHeight() const { return m_lineHeight; }
    /// What paint() needs: one line, more for a text of several lines or a wrapped one.
    int heightOf(const LogRow& row) const;
    /// `area` is a row's: as wide as said above, as high as heightOf().
    void paint(QPainter& painter, const QRect& area, const LogRow& row,
               const RowContext& context) const;
    /// A line whose event is still being loaded.
    void paintPlaceholder(QPainter& painter, const QRect& area) const;
    void paintNote(QPainter& painter, const QRect& area, const QString& note) const;

    /// The field of the column at this distance from the left; empty: none.
    std::string columnAt(int x) const;
    /// The character under a point; nothing between the columns and beyond the end of a text.
    std::optional<TextSpot> spotAt(const LogRow& row, const QRect& area, const QPoint& point) const;
    /// The row as shown: its columns in order, two spaces between them.
    QString lineText(const LogRow& row, const RowContext& context = {}) const;

    /// How wide a column would have to be for this row, as far as a column can be wide.
    int widthOf(const std::string& field, const LogRow& row, const RowContext& context) const;

    const std::vector<ColumnPlace>& columns() const { return m_places; }

    /// The address of the link at a place; empty where there is none.
    QString linkAt(const LogRow& row, const TextSpot& spot) const;
    /// Whether what paint() paints changes as time goes by.
    bool ages() const { return m_times.ages(); }

private:
    struct Lines
    {
        std::vector<TextPiece> pieces;
        bool isCut = false; ///< there is more than the list shows
    };

    QColor stripeColor(SeverityClass severity) const;
    QColor groundOf(const LogRow& row, const RowContext& context) const;
    QString textOf(const std::string& field, const LogRow& row, const RowContext& context) const;
    Lines linesOf(const LogRow& row, const ColumnPlace& place) const;
    QString moreText(const LogRow& row) const;
    void paintCell(QPainter& painter, const QRect& area, const LogRow& row,
                   const ColumnPlace& place, const RowContext& context) const;
    /// How wide the text is; what goes beyond the line is for the caller to hide.
    double paintPiece(QPainter& painter, const QRect& line, const QString& text,
                      const std::vector<LookRun>& looks) const;
    void paintDots(QPainter& painter, const QRect& line, const QColor& ground) const;
    void text(QPainter& painter, const QRect& cell, const QString& content,
              const QColor& color) const;

    QFont m_font;
    QFontMetricsF m_metrics;
    TextMeasure m_measure;
    const Colors& m_colors;
    ListSettings m_settings;
    RowTimes m_times;
    std::vector<ColumnPlace> m_places;
    int m_lineHeight;
};

/// `ERROR`, `WARN`, ...; empty for none.
QString severityWord(SeverityClass severity);

} // namespace weir
