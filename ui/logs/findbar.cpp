// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/findbar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QLineEdit>
#include <QToolButton>

namespace weir {

FindBar::FindBar(Theme& theme, QWidget* parent)
    : LineBar(theme, tr("Find"), parent)
    , m_count(new PlainLabel({}, "label", this))
{
    line().setObjectName(QStringLiteral("findLine"));
    m_count->setObjectName(QStringLiteral("findCount"));
    m_count->setFont(theme.uiFont());
    addMiddle(m_count);
    m_regex = addButton(QStringLiteral(".*"), tr("Regular expression"),
                        tr("The text is a regular expression (RE2); (?i) folds case"));
    m_regex->setCheckable(true);
    m_regex->setObjectName(QStringLiteral("findRegex"));
    auto* previous = addButton(QStringLiteral("↑"), tr("Previous match"),
                               tr("Previous match (Shift+F3, Shift+Enter)"));
    auto* next = addButton(QStringLiteral("↓"), tr("Next match"), tr("Next match (F3, Enter)"));
    connect(m_regex, &QToolButton::toggled, this, &FindBar::wantedChanged);
    connect(previous, &QToolButton::clicked, this, &FindBar::previousWanted);
    connect(next, &QToolButton::clicked, this, &FindBar::nextWanted);
    connect(&line(), &QLineEdit::textChanged, this, &FindBar::wantedChanged);
    connect(this, &LineBar::closed, this, &FindBar::wantedChanged);
    connect(this, &LineBar::entered, this,
            [this](bool withShift) { withShift ? previousWanted() : nextWanted(); });
}

QToolButton* FindBar::addButton(const QString& text, const QString& name, const QString& hint)
{
    auto* button = new QToolButton(this);
    button->setProperty("role", QStringLiteral("plain"));
    button->setText(text);
    button->setAccessibleName(name);
    button->setToolTip(hint);
    addMiddle(button);
    return button;
}

std::optional<Expr> FindBar::wanted() const
{
    const QString text = line().text();
    if (isHidden() || text.isEmpty())
        return {};
    Expr expr;
    expr.kind = m_regex->isChecked() ? Expr::Kind::Regex : Expr::Kind::Text;
    expr.text = text.toStdString();
    return expr;
}

void FindBar::setCount(const QString& text)
{
    m_count->setText(text);
}

} // namespace weir
