// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QLineEdit;
class QToolButton;

namespace weir {

class PlainLabel;
class Theme;

/// One rule of a set of highlights: colour, query, whole row. Tells of a change only when the query
/// can be asked; what is wrong with it stands behind it. Thread: GUI.
class HighlightRow final : public QWidget
{
    Q_OBJECT

public:
    /// Without a rule it is the line in which a new one is written.
    HighlightRow(Theme& theme, std::optional<HighlightRule> rule, QWidget* parent = nullptr);

    const std::optional<HighlightRule>& rule() const { return m_rule; }
    /// What its file says now; a query that is being written stays.
    void setRule(const HighlightRule& rule);

signals:
    void edited(const std::optional<weir::HighlightRule>& before,
                const std::optional<weir::HighlightRule>& after);

private:
    void makeColorMenu();
    void setColor(int color);
    void take();
    QString faultOfQuery() const;

    Theme& m_theme;
    std::optional<HighlightRule> m_rule;
    int m_shownColor = 1;
    QToolButton* m_color;
    QLineEdit* m_query;
    QCheckBox* m_wholeRow;
    PlainLabel* m_fault;
};

} // namespace weir
