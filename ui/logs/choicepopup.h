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

    /// Opens (or goes on) with nothing chosen. `line`: where it
    /// hangs; `at`: from its lower left corner.
    void open(std::vector<Choice> choices, const QString& note, QWidget& line, QPoint at);
    bool isOpen() const { return isVisible(); }
    /// -1: none.
    int chosen() const { return m_chosen; }
    /// Goes round, by way of none.
    void move(int by);
    const std::vector<Choice>& choices() const { return m_choices; }
    const QString& note() const { return m_note; }

signals:
    void clicked(int choice);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    int choiceAt(int y) const;
    int rowHeight() const;
    int rowsShown() const;

    Theme& m_theme;
    std::vector<Choice> m_choices;
    QString m_note;
    int m_chosen = -1;
    int m_first = 0;
};

} // namespace weir
