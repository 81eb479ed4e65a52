// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace weir {

class PlainLabel;

/// What stands where a list would be: what is not there, and the next step.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// `hint` may have several lines; `button` empty: none.
    void setContent(const QString& title, const QString& hint, const QString& button = {});

signals:
    void pressed();

private:
    PlainLabel* m_title;
    PlainLabel* m_hint;
    QPushButton* m_button;
};

} // namespace weir
