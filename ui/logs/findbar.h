// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"
#include "ui/logs/linebar.h"

#include <optional>

class QToolButton;

namespace weir {

/// Looks for a text in what the list shows without leaving anything out. The text is taken as it is,
/// without case; with the button pressed it is a regular expression. Thread: GUI.
class FindBar final : public LineBar
{
    Q_OBJECT

public:
    explicit FindBar(Theme& theme, QWidget* parent = nullptr);

    /// What is looked for; nothing while the line is empty or the bar closed.
    std::optional<Expr> wanted() const;
    /// `3 of 1,204`
    void setCount(const QString& text);

signals:
    void wantedChanged();
    void nextWanted();
    void previousWanted();

private:
    QToolButton* addButton(const QString& text, const QString& name, const QString& hint);

    QToolButton* m_regex;
    PlainLabel* m_count;
};

} // namespace weir
