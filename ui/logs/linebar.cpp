// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/linebar.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/plainlabel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

namespace weir {

namespace {

constexpr int leastLine = 110;
constexpr int leastProblem = 160;

} // namespace

LineBar::LineBar(Theme& theme, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_problem(new PlainLabel({}, "error", this))
    , m_row(new FlowLayout(this))
{
    setProperty("role", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    m_line->setFont(theme.eventFont());
    m_line->setAccessibleName(title);
    m_line->setMaxLength(4096);
    m_line->installEventFilter(this);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* label = new PlainLabel(title, "label", this);
    label->setBuddy(m_line);
    auto* close = new QToolButton(this);
    close->setProperty("role", QStringLiteral("plain"));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close"));
    const auto paint = [close, &theme] {
        close->setIcon(icon(QStringLiteral("close"), theme.colors().text2));
    };
    paint();
    connect(&theme, &Theme::changed, close, paint);
    connect(close, &QToolButton::clicked, this, &LineBar::close);

    m_line->setMinimumWidth(leastLine);
    m_problem->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_problem->setMinimumWidth(leastProblem);
    m_row->setContentsMargins(12, 4, 8, 4);
    m_row->setSpacing(6);
    for (QWidget* part : std::initializer_list<QWidget*>{label, m_line, m_problem, close})
        m_row->addWidget(part);
    hide();
}

void LineBar::addMiddle(QWidget* widget)
{
    m_row->insertWidget(m_row->count() - 1, widget);
}

void LineBar::open()
{
    show();
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

void LineBar::close()
{
    if (isHidden())
        return;
    hide();
    emit closed();
}

void LineBar::setProblem(const QString& reason)
{
    m_problem->setText(reason);
    m_problem->setHidden(reason.isEmpty());
    m_line->setAccessibleDescription(reason);
}

bool LineBar::eventFilter(QObject* object, QEvent* event)
{
    if (object != m_line || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto& key = *static_cast<QKeyEvent*>(event);
    if (key.key() == Qt::Key_Escape) {
        close();
        return true;
    }
    if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) {
        emit entered(key.modifiers().testFlag(Qt::ShiftModifier));
        return true;
    }
    return QWidget::eventFilter(object, event);
}

} // namespace weir
