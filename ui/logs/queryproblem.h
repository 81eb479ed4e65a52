// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>
#include <QString>

namespace weir {

class ChoicePopup;
class PlainLabel;
class QueryEdit;
class Theme;

/// Says below the query line what is wrong with it: a caret under the place, and the reason. Over what
/// stands below, which must not move while somebody types, but never over the timeline; in the list
/// of what is suggested while that is open.
/// Thread: GUI.
class QueryProblem final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it; the label is the page's. `suggestions` hang under the line too; `limit` is below
    /// it on the page and is not covered.
    QueryProblem(Theme& theme, QueryEdit& edit, ChoicePopup& suggestions, const QWidget& limit,
                 QWidget& page);

private:
    void show(const QString& reason);
    void refresh();
    void place();
    /// `left`: of the label; moved so that the caret is right under the place.
    QString caretLine(int& left, int room) const;
    /// Shows the text there; whether it ends above the limit.
    bool fits(const QString& text, QPoint at, int room);

    QueryEdit& m_edit;
    ChoicePopup& m_suggestions;
    const QWidget& m_limit;
    QWidget& m_page;
    PlainLabel* m_label;
    QString m_reason;
};

} // namespace weir
