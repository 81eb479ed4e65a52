// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <QWidget>

#include <optional>
#include <vector>

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
    static constexpr int colors = 9;

    /// Without a rule it is the line in which a new one is written.
    HighlightRow(Theme& theme, std::optional<HighlightRule> rule, QWidget* parent = nullptr);

    const std::optional<HighlightRule>& rule() const { return m_rule; }
    /// It was this one before changes that are still on their way into the file.
    bool wasRule(const HighlightRule& rule) const;
    bool isBeingWritten() const; ///< its query, and is not taken yet
    /// What its file says now; a query that is being written and changes on their way stay.
    void setRule(const HighlightRule& rule);
    /// For the line of a new one, unless somebody has chosen another.
    void offerColor(int color);
    /// Its changes do not arrive: it stands for what the file said last, and shows what was wanted.
    void giveUp();
    /// There is no such rule any more: what is being written is a new one.
    void loseRule();

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
    std::vector<HighlightRule> m_past; ///< what it was, the oldest first, until the file says m_rule
    int m_shownColor = 1;
    bool m_isColorChosen = false; ///< by hand, for a rule that is not written yet
    QToolButton* m_color;
    QLineEdit* m_query;
    QCheckBox* m_wholeRow;
    PlainLabel* m_fault;
};

} // namespace weir
