// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"

#include <QLineEdit>

#include <optional>

class QToolButton;

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
    /// Another reason why the text cannot be asked, such as a view that is refused.
    void setProblem(const QString& reason);

    /// A button at the left end, for what the action does.
    void setButton(QAction* action);

    bool isValid() const { return m_reason.isEmpty(); }
    struct Place
    {
        int from = 0; ///< UTF-16
        int length = 0; ///< at least 1
    };
    /// Where the text is wrong; nothing when nobody knows.
    std::optional<Place> problemPlace() const;
    /// The left edge of a character, in pixels from that of the line; within the line.
    int placeOf(int position) const;

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
    void tell(const QString& reason);
    void paintText();
    void placeResult();

    Theme& m_theme;
    PlainLabel* m_result;
    QToolButton* m_button = nullptr; ///< null: none
    std::optional<QueryError> m_error;
    QString m_reason;
};

} // namespace weir
