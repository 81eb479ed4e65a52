// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "core/query/query.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <optional>

namespace weir {

class ResultRows;

/// Which result stays in sight while what stands in the line has none to show: that of the query
/// somebody has looked at last. A query is looked at when it is whole as its answer is there, nobody
/// being in the middle of a word, or else when that answer has stood for a while. So what half a word
/// finds in passing, such as the text `service` on the way to `service:payments`, takes nobody's page.
/// Thread: GUI.
class LookedAt final : public QObject
{
    Q_OBJECT

public:
    struct Query
    {
        QString text; ///< of the line
        Expr line; ///< what it means
        Expr wanted; ///< and together with the views that are on
        FilterPtr filter; ///< of `wanted`
        bool hasAggregate = false;
    };

    /// `rows` show the answers and outlive it. They are told what is looked at.
    explicit LookedAt(ResultRows& rows, QObject* parent = nullptr);

    /// This is the newest question, and whole unless typed() says other.
    void asked(Query query);
    void typed(bool mayGoOn);
    /// The range or the views are others: what was looked at is no answer any more.
    void forget();

    /// What was looked at last; nothing: nothing yet.
    const std::optional<Query>& query() const { return m_lookedAt; }

signals:
    /// The result that is shown.
    void looked();
    void forgotten();

private:
    void rowsChanged();
    void look();
    void lookAt(const Query& query);

    ResultRows& m_rows;
    std::optional<Query> m_asked;
    std::optional<Query> m_shown; ///< whose answer is shown
    std::optional<Query> m_lookedAt;
    bool m_isAnswered = false; ///< m_asked, and its answer is shown
    bool m_mayGoOn = false;
    QTimer m_rest; ///< since the answer to half a word is shown
};

} // namespace weir
