// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/facets.h"
#include "ui/models/queryterms.h"

#include <QAbstractScrollArea>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace weir {

class Theme;

/// The fields of the whole result with their commonest values and bars for their share. A click on a
/// value filters by it, Ctrl+click adds it to those that are, Alt+click excludes it, again takes it
/// away; a field can be dragged to where one is wanted. After a click nothing moves below the mouse
/// until it leaves. While it is not counted to its end it says how much is. Thread: GUI.
class FacetsPanel final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// What a dragged field is: its canonical name in UTF-8.
    static constexpr auto mimeType = "application/x-weir-field";

    explicit FacetsPanel(Theme& theme, QWidget* parent = nullptr);

    void setFacets(Facets facets);
    const Facets& facets() const { return m_facets; }
    /// What is shown is of the result before, as the newest has no match: dimmed, and said.
    void setOfEarlier(bool isEarlier);
    /// What the query says: values it names are shown as active.
    void setTerms(QueryTerms terms);

signals:
    /// Of those that are included this one alone.
    void toggleWanted(const std::string& field, const std::string& value, bool exclude);
    /// Included beside others of the field.
    void addWanted(const std::string& field, const std::string& value);
    void columnWanted(const QString& field);
    void statisticsWanted(const std::string& field);
    void copyWanted(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    /// Two quick clicks are two clicks.
    void mouseDoubleClickEvent(QMouseEvent* event) override { mousePressEvent(event); }
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    // Pixels at 100 %.
    static constexpr int margin = 12;
    static constexpr int titleHeight = 36;

    struct Line
    {
        enum class Kind { Name, Value, More };

        Kind kind = Kind::Name;
        std::size_t field = 0;
        std::size_t value = 0;
        QRect area; ///< in the whole
    };

    void showFacets(Facets facets);
    /// Nothing is below the mouse any more: the fields may move.
    void letGo();
    /// What the query names and does not occur must be there to be clicked again.
    void addNamed();
    void layOut();
    int lineAt(const QPoint& at) const;
    QRect placeOf(int line) const;
    const Facets::Field& fieldOf(const Line& line) const { return m_facets.fields[line.field]; }
    const Facets::Value& valueOf(const Line& line) const
    {
        return fieldOf(line).values[line.value];
    }
    void setCurrent(int line);
    void activate(int line, Qt::KeyboardModifiers held);
    void showAllValues(int line);
    void startDrag(int line);

    void paintTitle(QPainter& painter) const;
    void paintName(QPainter& painter, const Line& line, const QRect& area) const;
    void paintValue(QPainter& painter, const Line& line, const QRect& area, bool isHovered) const;
    QString lineText(const Line& line) const;

    Theme& m_theme;
    Facets m_facets;
    QueryTerms m_terms;
    std::set<std::string> m_closed; ///< fields of which only the name is shown
    std::vector<Line> m_lines;
    bool m_isOfEarlier = false;
    int m_current = -1;
    int m_hovered = -1;
    std::optional<QPoint> m_pressed;
    bool m_isHeld = false; ///< since a click: everything stays where it is
    std::optional<Facets> m_newest; ///< while held: what will be shown
    bool m_isAsking = false; ///< a click changes the query
};

} // namespace weir
