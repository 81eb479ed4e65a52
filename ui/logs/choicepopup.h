// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

namespace weir {

class Theme;

/// A list to choose from that hangs under a line while somebody types in it. It never takes the focus:
/// whoever has it moves the choice. Texts are painted, so they may come from a stream. Thread: GUI.
class ChoicePopup final : public QWidget
{
    Q_OBJECT

public:
    struct Choice
    {
        QString text; ///< safe to paint
        QString kind; ///< what it is: field, value, …
        QString figure; ///< at the right end
    };

    explicit ChoicePopup(Theme& theme);

    /// Opens (or goes on) with nothing chosen. `line`: where it hangs; `x`: from its left edge.
    void open(std::vector<Choice> choices, const QString& note, QWidget& line, int x);
    /// What is wrong with the line, below the note; empty: nothing is. Stays for what is opened next.
    void setProblem(const QString& reason);
    bool isOpen() const { return isVisible(); }
    /// -1: none.
    int chosen() const { return m_chosen; }
    /// Goes round, by way of none.
    void move(int by);
    const std::vector<Choice>& choices() const { return m_choices; }
    const QString& note() const { return m_note; }
    const QString& problem() const { return m_problem; }

signals:
    void clicked(int choice);
    void shownChanged(bool isShown);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void layOut();
    int heightOf(const QString& text, int width) const; ///< of note or problem; 0: there is none
    int choiceAt(int y) const;
    int rowHeight() const;
    int rowsShown() const;

    Theme& m_theme;
    std::vector<Choice> m_choices;
    QString m_note;
    QString m_problem;
    QPoint m_under; ///< in the window: where it hangs
    int m_chosen = -1;
    int m_first = 0;
};

} // namespace weir
