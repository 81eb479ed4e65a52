// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace weir {

class PlainLabel;
class QueryEdit;
class Theme;

/// Says below the query line what is wrong with it: a caret under the place, the reason, and whose
/// answer is shown meanwhile. Over what stands below, which must not move while somebody types.
/// Thread: GUI.
class QueryProblem final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it; the label is the page's.
    QueryProblem(Theme& theme, QueryEdit& edit, QWidget& page);

private:
    void show(const QString& reason);
    void place();

    QueryEdit& m_edit;
    QWidget& m_page;
    PlainLabel* m_label;
    QString m_reason;
};

} // namespace weir
