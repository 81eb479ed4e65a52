// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcefieldeditor.h"

#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QStyle>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir {

namespace {

constexpr int labelWidth = 116;
constexpr int shownLines = 3;
/// What the words of a truth stand for, in their order.
const std::array<std::string, 3> truthWords{"", "true", "false"};

} // namespace

SourceFieldEditor::SourceFieldEditor(SourceField field, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_field(std::move(field))
    , m_problem(new PlainLabel({}, "error"))
{
    auto* label = new PlainLabel(m_field.label, "label");
    label->setFixedWidth(labelWidth);
    label->setMinimumHeight(28);
    label->setWordWrap(true);
    m_problem->setWordWrap(true);
    m_problem->hide();
    QWidget* input = makeInput(theme);
    input->setAccessibleName(m_field.label);
    input->setAccessibleDescription(m_field.hint);
    label->setBuddy(input);
    setFocusProxy(input);
    auto* right = new QVBoxLayout;
    right->setSpacing(3);
    right->addWidget(input);
    right->addWidget(m_problem);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(label, 0, Qt::AlignTop);
    layout->addLayout(right, 1);
}

QWidget* SourceFieldEditor::makeInput(const Theme& theme)
{
    using Type = SourceField::Type;
    switch (m_field.type) {
    case Type::Lines:
    case Type::Labels:
    case Type::Rules:
        return makeLines(theme);
    case Type::Text:
        return makeLine(theme);
    case Type::Truth:
        return isWorded() ? makeChoice(theme) : makeCheck();
    case Type::Choice:
    case Type::Suggestion:
        break;
    }
    return makeChoice(theme);
}

QWidget* SourceFieldEditor::makeLines(const Theme& theme)
{
    m_lines = new QPlainTextEdit;
    m_lines->setFont(theme.eventFont());
    m_lines->setPlaceholderText(m_field.hint);
    m_lines->setTabChangesFocus(true);
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lines->document()->setDocumentMargin(2); // as a line's text stands
    m_lines->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const QFontMetricsF metrics(theme.eventFont());
    m_lines->setFixedHeight(static_cast<int>(std::ceil(metrics.lineSpacing() * shownLines)) + 14);
    connect(m_lines, &QPlainTextEdit::textChanged, this, &SourceFieldEditor::edited);
    return m_lines;
}

QWidget* SourceFieldEditor::makeLine(const Theme& theme)
{
    m_line = new QLineEdit;
    m_line->setFont(theme.eventFont());
    m_line->setPlaceholderText(m_field.hint);
    m_line->setToolTip(m_field.hint); // a narrow window shows only its beginning
    connect(m_line, &QLineEdit::textChanged, this, &SourceFieldEditor::edited);
    return m_line;
}

QWidget* SourceFieldEditor::makeChoice(const Theme& theme)
{
    m_choice = new QComboBox;
    m_choice->setFont(isWorded() ? font() : theme.eventFont());
    m_choice->setEditable(m_field.type == SourceField::Type::Suggestion);
    if (m_choice->isEditable()) {
        m_choice->lineEdit()->setFont(theme.eventFont());
        m_choice->lineEdit()->setPlaceholderText(m_field.hint);
    }
    m_choice->setToolTip(m_field.hint);
    m_choice->setInsertPolicy(QComboBox::NoInsert);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const std::string& choice : m_field.choices)
        m_choice->addItem(QString::fromStdString(choice));
    m_choice->installEventFilter(this);
    connect(m_choice, &QComboBox::currentTextChanged, this, &SourceFieldEditor::edited);
    connect(m_choice, &QComboBox::editTextChanged, this, &SourceFieldEditor::edited);
    return m_choice;
}

QWidget* SourceFieldEditor::makeCheck()
{
    m_check = new QCheckBox(m_field.hint);
    connect(m_check, &QCheckBox::toggled, this, &SourceFieldEditor::edited);
    return m_check;
}

bool SourceFieldEditor::isWorded() const
{
    return m_field.type == SourceField::Type::Truth && !m_field.choices.empty();
}

/// Who scrolls the form does not want to change the choice that comes under the pointer.
bool SourceFieldEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_choice && event->type() == QEvent::Wheel) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

std::string SourceFieldEditor::text() const
{
    if (m_lines != nullptr)
        return m_lines->toPlainText().toStdString();
    if (m_line != nullptr)
        return m_line->text().toStdString();
    if (isWorded())
        return truthWords.at(static_cast<std::size_t>(std::max(0, m_choice->currentIndex())));
    const std::string chosen = m_check == nullptr ? m_choice->currentText().toStdString()
        : m_check->isChecked()                    ? "true"
                                                  : "false";
    return chosen == m_field.standard ? std::string() : chosen;
}

void SourceFieldEditor::setText(const std::string& text)
{
    const QSignalBlocker quiet(focusProxy());
    const std::string& wanted = text.empty() ? m_field.standard : text;
    const QString shown = QString::fromStdString(wanted);
    if (m_lines != nullptr) {
        m_lines->setPlainText(shown);
    } else if (m_line != nullptr) {
        m_line->setText(shown);
    } else if (m_check != nullptr) {
        m_check->setChecked(wanted == "true");
    } else if (isWorded()) {
        m_choice->setCurrentIndex(wanted.empty() ? 0 : wanted == "true" ? 1 : 2);
    } else if (m_choice->isEditable()) {
        m_choice->setEditText(shown);
    } else {
        if (m_choice->findText(shown) < 0 && !shown.isEmpty())
            m_choice->addItem(shown); // what stands in the file stays as it is
        m_choice->setCurrentIndex(std::max(0, m_choice->findText(shown)));
    }
}

void SourceFieldEditor::setReadOnly(bool isReadOnly)
{
    if (m_line == nullptr)
        return;
    m_line->setReadOnly(isReadOnly);
    m_line->style()->unpolish(m_line); // a stylesheet reads properties only once
    m_line->style()->polish(m_line);
}

void SourceFieldEditor::setProblem(const QString& text, bool isWarning)
{
    if (m_problem->text() == text && m_problem->isHidden() == text.isEmpty())
        return;
    m_problem->setProperty("role", QString::fromLatin1(isWarning ? "warn" : "error"));
    m_problem->style()->unpolish(m_problem); // a stylesheet reads properties only once
    m_problem->style()->polish(m_problem);
    m_problem->setText(text);
    m_problem->setHidden(text.isEmpty());
}

bool SourceFieldEditor::hasProblem() const
{
    return !m_problem->isHidden();
}

void SourceFieldEditor::focusInput()
{
    focusProxy()->setFocus(Qt::OtherFocusReason);
}

} // namespace weir
