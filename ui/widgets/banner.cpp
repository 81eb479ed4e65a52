// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>

namespace weir {

namespace {

void setStyled(QWidget* widget, const char* property, const char* value)
{
    widget->setProperty(property, QString::fromLatin1(value));
    widget->style()->unpolish(widget); // a stylesheet reads properties only once
    widget->style()->polish(widget);
}

} // namespace

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , m_subject(new PlainLabel({}, "warn", this))
    , m_text(new PlainLabel({}, nullptr, this))
    , m_button(new QPushButton(this))
{
    setProperty("role", QStringLiteral("banner"));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_subject->setFont(bold);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(12);
    layout->addWidget(m_subject);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &Banner::pressed);
    hide();
}

void Banner::show(const Problem& problem)
{
    if (problem == m_problem && !isHidden())
        return;
    m_problem = problem;
    const bool isError = problem.level == Level::Error;
    const bool isNote = problem.level == Level::Note;
    setStyled(this, "level", isError ? "error" : isNote ? "note" : "warning");
    setStyled(m_subject, "role", isError ? "error" : isNote ? "label" : "warn");
    m_subject->setText(problem.subject);
    m_subject->setHidden(problem.subject.isEmpty());
    m_text->setText(problem.text);
    m_button->setText(problem.button);
    m_button->setHidden(problem.button.isEmpty());
    setAccessibleName(problem.subject + QLatin1Char(' ') + problem.text);
    setVisible(true);
}

void Banner::clear()
{
    m_problem = {};
    hide();
}

} // namespace weir
