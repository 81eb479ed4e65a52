// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"

#include <QLineEdit>

#include <optional>

namespace weir {

class PlainLabel;
class Theme;

/// The query line: coloured as it is understood, what is wrong underlined in red while typing. Tells
/// every valid query; while it is invalid the last valid one stays in force.
/// Thread: GUI.
class QueryEdit final : public QLineEdit
{
    Q_OBJECT

public:
    explicit QueryEdit(Theme& theme, QWidget* parent = nullptr);

    /// What stands at the right end: `18,204 of 12.1 M · 9 ms`.
    void setResult(const QString& text);
    /// Another reason why the text cannot be asked, such as a pattern that is refused.
    void setProblem(const QString& reason);

signals:
    /// Typed and valid; not the same text twice.
    void queryChanged(const weir::Query& query);
    /// Enter: ask now.
    void submitted();
    /// A sentence, or empty when all is well again.
    void problemChanged(const QString& reason);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void read();
    void paintText();
    void placeResult();

    Theme& m_theme;
    PlainLabel* m_result;
    std::optional<QueryError> m_error;
    QString m_reason;
};

} // namespace weir
