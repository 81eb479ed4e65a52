// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventdetails.h"
#include "ui/models/facets.h"

#include <QAbstractScrollArea>

namespace weir {

class Theme;

/// The commonest values of the commonest fields with bars for their share; it says of how many
/// events. A click filters by a value, Alt+click excludes it. Thread: GUI.
class FacetsPanel final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit FacetsPanel(Theme& theme, QWidget* parent = nullptr);

    /// `all`: the facets are of every match, not of the newest ones.
    void setFacets(Facets facets, bool all);

signals:
    void conditionWanted(const weir::EventDetails::Entry& entry, bool exclude);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Line
    {
        const Facets::Field* field = nullptr;
        const Facets::Value* value = nullptr; ///< null: the field's name
        QRect area;
    };

    void layOut();
    const Line* lineAt(const QPoint& at) const;
    void paintValue(QPainter& painter, const Line& line, const QRect& area) const;

    Theme& m_theme;
    Facets m_facets;
    bool m_isAll = false;
    std::vector<Line> m_lines;
    QPoint m_mouse{-1, -1};
};

} // namespace weir
