// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;

namespace weir {

class FlowLayout;
class PlainLabel;
class Theme;

/// A bar with a line to type in that opens over the list and closes by Esc: what is wrong with the
/// text stands beside it. Thread: GUI.
class LineBar : public QWidget
{
    Q_OBJECT

public:
    LineBar(Theme& theme, const QString& title, QWidget* parent = nullptr);

    QLineEdit& line() const { return *m_line; }
    /// Shows the bar with its text marked, so that typing replaces it.
    void open();
    void close();
    /// Empty: nothing is wrong.
    void setProblem(const QString& reason);

signals:
    void closed();
    void entered(bool withShift); ///< Enter

protected:
    /// Between the line and the button that closes.
    void addMiddle(QWidget* widget);
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    QLineEdit* m_line;
    PlainLabel* m_problem;
    FlowLayout* m_row;
};

} // namespace weir
