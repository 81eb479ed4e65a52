// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/sourcefields.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace weir {

class PlainLabel;
class Theme;

/// One field of the form: what it is called, where it is typed, and below it what is wrong with it.
/// Thread: GUI.
class SourceFieldEditor final : public QWidget
{
    Q_OBJECT

public:
    SourceFieldEditor(SourceField field, const Theme& theme, QWidget* parent = nullptr);

    const SourceField& field() const { return m_field; }
    std::string text() const;
    void setText(const std::string& text); ///< without edited()
    void setReadOnly(bool isReadOnly);
    /// Empty: nothing. A warning may be left as it is.
    void setProblem(const QString& text, bool isWarning);
    bool hasProblem() const;
    void focusInput();

signals:
    void edited();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeInput(const Theme& theme);
    QWidget* makeLines(const Theme& theme);
    QWidget* makeLine(const Theme& theme);
    QWidget* makeChoice(const Theme& theme);
    QWidget* makeCheck();
    bool isWorded() const; ///< a truth with words of its own

    const SourceField m_field;
    QLineEdit* m_line = nullptr;
    QPlainTextEdit* m_lines = nullptr;
    QComboBox* m_choice = nullptr;
    QCheckBox* m_check = nullptr;
    PlainLabel* m_problem;
};

} // namespace weir
