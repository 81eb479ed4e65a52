// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/textmeasure.h"
#include "ui/models/eventdetails.h"

#include <QAbstractScrollArea>

#include <vector>

namespace weir {

class Theme;

/// Names and values of one event in groups, painted. The row under the mouse, or the current one of
/// the keyboard, offers `+ filter` and `− exclude` (keys + and -). Thread: GUI.
class FieldList final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    struct Group
    {
        QString title; ///< empty: none
        std::vector<EventDetails::Entry> entries;
    };

    explicit FieldList(Theme& theme, QWidget* parent = nullptr);

    void setGroups(std::vector<Group> groups);

signals:
    void conditionWanted(const weir::EventDetails::Entry& entry, bool exclude);
    void copyWanted(const QString& text);
    void statisticsWanted(const std::string& field); ///< canonical

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Line
    {
        const EventDetails::Entry* entry = nullptr; ///< null: a title
        QString title;
        int top = 0;
        int height = 0;
        std::vector<TextPiece> pieces; ///< of the value, one below the other
    };

    void layOut();
    int lineAt(int y) const;
    QRect filterArea(const Line& line) const;
    QRect excludeArea(const Line& line) const;
    void paintEntry(QPainter& painter, const Line& line, bool isCurrent) const;
    void paintValue(QPainter& painter, const Line& line, const QRect& cell) const;
    void moveCurrent(int by);

    Theme& m_theme;
    std::vector<Group> m_groups;
    std::vector<Line> m_lines;
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace weir
