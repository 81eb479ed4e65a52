// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/columnplaces.h"

#include <QWidget>

#include <functional>
#include <optional>

class QMenu;
class QToolButton;

namespace weir {

class Theme;

/// The head of the log list: a title over each column. Its edges are dragged to make a column wider,
/// a double click on one makes it as wide as what is seen of it; titles are dragged to another place;
/// the menu sorts, hides, adds and resets. A click on a title, or Return, wants the rows sorted by it. A field that is dropped here becomes a column (fieldMimeType, the
/// canonical name as text). With the keyboard: Tab comes here, Left and Right choose, Ctrl+Left and
/// Ctrl+Right move, Shift+Left and Shift+Right size, Delete hides, the menu key opens the menu.
///
/// It changes nothing itself: settingsWanted() says what the list is to look like. Thread: GUI.
class ColumnHeader final : public QWidget
{
    Q_OBJECT

public:
    /// By what the rows below are in order, when it is not time.
    struct Sort
    {
        std::string field;
        bool isDescending = false;
        friend bool operator==(const Sort&, const Sort&) = default;
    };

    static constexpr const char* fieldMimeType = "application/x-weir-field";

    /// The theme outlives it.
    explicit ColumnHeader(Theme& theme, QWidget* parent = nullptr);

    void setColumns(const ListSettings& settings, std::vector<ColumnPlace> places);
    /// Says what can be added: canonical names. Asked when the menu opens.
    void setFields(std::function<std::vector<std::string>()> fields)
    {
        m_fields = std::move(fields);
    }
    void setSort(const std::optional<Sort>& sort);
    /// What stands at the right end; empty: nothing.
    void setNotice(const QString& notice);
    const QString& notice() const { return m_notice; }
    /// Where it ends, and that so much before is taken by something else.
    int noticeRight() const;
    void setTaken(int pixels);
    /// Offered below the columns' own entries; not owned.
    void setViewMenu(QMenu* menu);

    const std::vector<ColumnPlace>& places() const { return m_places; }
    /// Filled for this column; for tests and for who shows it.
    void fillMenu(QMenu& menu, std::size_t column);

signals:
    void settingsWanted(const weir::ListSettings& settings);
    void fitWanted(const std::string& field);
    void sortWanted(const std::string& field);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Drag { None, Edge, Title };

    QString titleOf(const std::string& field) const;
    QString markedTitleOf(const std::string& field) const; ///< with the arrow of the order
    void describe();
    /// The column whose right edge is here; the last has none.
    std::optional<std::size_t> edgeAt(int x) const;
    std::size_t columnAt(int x) const;
    void resizeColumn(std::size_t column, int width); ///< in pixels as drawn
    void moveColumn(std::size_t from, std::size_t to);
    void hideColumn(std::size_t column);
    void addColumn(const std::string& field, std::size_t before);
    void fillAddMenu(QMenu& menu, std::size_t before);

    Theme& m_theme;
    ListSettings m_settings;
    std::vector<ColumnPlace> m_places;
    std::function<std::vector<std::string>()> m_fields;
    std::optional<Sort> m_sort;
    QString m_notice;
    int m_taken = 0; ///< pixels before noticeRight()
    QMenu* m_viewMenu = nullptr;
    QToolButton* m_viewButton; ///< hidden without a menu
    std::size_t m_current = 0; ///< of the keyboard
    Drag m_drag = Drag::None;
    std::size_t m_dragged = 0;
    int m_pressedAt = 0; ///< x
    int m_dropAt = -1; ///< x of the mark where a dragged title would go; negative: none
};

} // namespace weir
