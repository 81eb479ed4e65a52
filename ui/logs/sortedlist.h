// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/rowpainter.h"
#include "ui/models/sortednewest.h"

#include <QListView>

namespace weir {

class Bookmarks;
class ColumnHeader;
class Theme;

/// Some thousand rows in an order other than time, painted as the log list paints them, a line each,
/// below a header of their own. Nothing comes in: the rows are what they were when they were sorted.
/// Thread: GUI.
class SortedList final : public QListView
{
    Q_OBJECT

public:
    explicit SortedList(Theme& theme, QWidget* parent = nullptr);
    ~SortedList() override;

    ColumnHeader& header() { return *m_header; }
    const ListSettings& settings() const { return m_settings; }
    void setSettings(const ListSettings& settings);
    void setBookmarks(const Bookmarks* bookmarks);
    void setRows(std::vector<LogRow> rows);
    const std::vector<LogRow>& rows() const { return m_rows; }
    /// Those that are selected, ascending: places in rows().
    std::vector<std::size_t> selectedPlaces() const;
    /// Selects an event without chosen(); one that is not there, or nothing, deselects.
    void mark(std::optional<EventKey> event);

signals:
    /// By the mouse or the keyboard: of what is selected the one that keys move from.
    void chosen(weir::EventKey event);
    void activated(); ///< Enter on the chosen row

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    class Model;
    class Delegate;
    const RowPainter& painter() const;
    void reshaped();

    Theme& m_theme;
    const Bookmarks* m_bookmarks = nullptr;
    ColumnHeader* m_header;
    ListSettings m_settings;
    std::vector<LogRow> m_rows;
    Model* m_model;
    mutable std::optional<RowPainter> m_painter; ///< for the width and settings there are
    bool m_isMarking = false;
};

} // namespace weir
