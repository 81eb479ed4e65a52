// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcefieldeditor.h"

#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QStyle>

#include <cmath>

namespace weir {

namespace {

constexpr int labelWidth = 116;
constexpr int shownLines = 3;

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
    const bool isList = m_field.type == Type::Lines || m_field.type == Type::Labels;
    if (isList) {
        m_lines = new QPlainTextEdit;
        m_lines->setFont(theme.eventFont());
        m_lines->setPlaceholderText(m_field.hint);
        m_lines->setTabChangesFocus(true);
        m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
        m_lines->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        const QFontMetricsF metrics(theme.eventFont());
        m_lines->setFixedHeight(static_cast<int>(std::ceil(metrics.lineSpacing() * shownLines)) + 18);
        connect(m_lines, &QPlainTextEdit::textChanged, this, &SourceFieldEditor::edited);
        return m_lines;
    }
    if (m_field.type == Type::Text) {
        m_line = new QLineEdit;
        m_line->setFont(theme.eventFont());
        m_line->setPlaceholderText(m_field.hint);
        connect(m_line, &QLineEdit::textChanged, this, &SourceFieldEditor::edited);
        return m_line;
    }
    m_choice = new QComboBox;
    m_choice->setFont(theme.eventFont());
    m_choice->setEditable(m_field.type == Type::Suggestion);
    if (m_choice->isEditable())
        m_choice->lineEdit()->setFont(theme.eventFont());
    m_choice->setInsertPolicy(QComboBox::NoInsert);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const std::string& choice : m_field.choices)
        m_choice->addItem(QString::fromStdString(choice));
    connect(m_choice, &QComboBox::currentTextChanged, this, &SourceFieldEditor::edited);
    connect(m_choice, &QComboBox::editTextChanged, this, &SourceFieldEditor::edited);
    return m_choice;
}

std::string SourceFieldEditor::text() const
{
    if (m_lines != nullptr)
        return m_lines->toPlainText().toStdString();
    if (m_line != nullptr)
        return m_line->text().toStdString();
    const std::string chosen = m_choice->currentText().toStdString();
    return chosen == m_field.standard ? std::string() : chosen;
}

void SourceFieldEditor::setText(const std::string& text)
{
    const QString shown = QString::fromStdString(text);
    if (m_lines != nullptr) {
        const QSignalBlocker quiet(m_lines);
        m_lines->setPlainText(shown);
    } else if (m_line != nullptr) {
        const QSignalBlocker quiet(m_line);
        m_line->setText(shown);
    } else {
        const QSignalBlocker quiet(m_choice);
        const QString wanted = text.empty() ? QString::fromStdString(m_field.standard) : shown;
        if (m_choice->isEditable()) {
            m_choice->setEditText(wanted);
        } else {
            if (m_choice->findText(wanted) < 0 && !wanted.isEmpty())
                m_choice->addItem(wanted); // what stands in the file stays as it is
            m_choice->setCurrentIndex(std::max(0, m_choice->findText(wanted)));
        }
    }
}

void SourceFieldEditor::setReadOnly(bool isReadOnly)
{
    if (m_line != nullptr)
        m_line->setReadOnly(isReadOnly);
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

void SourceFieldEditor::focusInput()
{
    focusProxy()->setFocus(Qt::OtherFocusReason);
}

} // namespace weir
