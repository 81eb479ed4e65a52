// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/findworker.h"

#include <QPixmap>
#include <QTimeZone>
#include <QWidget>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace weir {

class Theme;

/// Beside the scroll bar: where in the whole result warnings, errors, what is looked for, bookmarks
/// and the selection lie. A row of pixels stands for as many rows of the result as the scroll bar's; the
/// more of them are errors, the stronger it is marked. Painted once for each content. Thread: GUI.
class OverviewStrip final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { None, Warning, Error, Found, Bookmark };
    Q_ENUM(Kind)

    struct Content
    {
        std::shared_ptr<const ResultMap> matches; ///< of the shown view; may be null
        std::shared_ptr<const ResultMap> found; ///< of what is looked for in it; may be null
        std::uint64_t rows = 0; ///< of the list: the newest ones of the map
        /// Where the result is small enough, exactly; else null and the maps say it by bucket.
        std::shared_ptr<const NotableRows> exact;
        std::vector<EventKey> bookmarks;
        std::optional<std::uint64_t> selected; ///< from the newest
        QTimeZone zone = QTimeZone::utc(); ///< in which times are said
    };

    explicit OverviewStrip(Theme& theme, QWidget* parent = nullptr);

    void setContent(Content content);
    /// What is marked at a height, the most severe first.
    Kind kindAt(int y) const;
    /// The row that a height stands for, from the newest. Precondition: there are rows.
    std::uint64_t rowAt(int y) const;

    QSize sizeHint() const override;

signals:
    /// A click: to the row, or to what is marked there. From the newest.
    void rowWanted(quint64 row, weir::OverviewStrip::Kind kind);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    static constexpr std::size_t kinds = 5;
    using Counts = std::vector<float>; ///< by pixel; 0: not marked

    void mark(std::uint64_t fromEnd, Kind kind, float count = 1);
    const Counts& countsOf(Kind kind) const { return m_counts[static_cast<std::size_t>(kind)]; }
    bool isMarkedNear(int y, Kind kind) const;
    void draw(QPainter& painter, Kind kind, const QColor& color, int left, int right) const;
    void spread(const ResultMap::CountedBucket& bucket, std::uint64_t count, Kind kind);
    void markBuckets();
    void markExactly();
    void computeMarks();
    void paintMarks();
    int heightOf(std::uint64_t fromEnd) const;
    QString textAt(int y) const;

    Theme& m_theme;
    Content m_content;
    std::array<Counts, kinds> m_counts;
    QPixmap m_picture; ///< null: to be painted
};

} // namespace weir
