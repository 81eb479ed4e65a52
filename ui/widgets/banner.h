// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QPushButton;

namespace weir {

class PlainLabel;

/// A problem where it is felt: what it is about, cause and consequence in a sentence or two, and one
/// way on. Never a dialog. Hidden while there is none.
class Banner final : public QFrame
{
    Q_OBJECT

public:
    enum class Level { Note, Warning, Error };

    struct Problem
    {
        Level level = Level::Warning;
        QString subject; ///< bold, may be empty
        QString text; ///< cause and consequence
        QString button; ///< empty: there is nothing to press

        friend bool operator==(const Problem&, const Problem&) = default;
    };

    explicit Banner(QWidget* parent = nullptr);

    /// Shows a problem; the same again changes nothing.
    void show(const Problem& problem);
    void clear();
    const Problem& problem() const { return m_problem; }

signals:
    void pressed();

private:
    Problem m_problem;
    PlainLabel* m_subject;
    PlainLabel* m_text;
    QPushButton* m_button;
};

} // namespace weir
