// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/queryproblem.h"

#include "ui/logs/choicepopup.h"
#include "ui/logs/queryedit.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <algorithm>

namespace weir {

namespace {

constexpr int padding = 9; ///< of the label, with its border
constexpr int margin = 12;

} // namespace

QueryProblem::QueryProblem(Theme& theme, QueryEdit& edit, ChoicePopup& suggestions,
                           const QWidget& limit, QWidget& page)
    : m_edit(edit)
    , m_suggestions(suggestions)
    , m_limit(limit)
    , m_page(page)
    , m_label(new PlainLabel({}, "error", &page))
{
    m_label->setObjectName(QStringLiteral("queryProblem"));
    const auto dress = [this, &theme] { m_label->setFont(theme.eventFont()); };
    dress();
    connect(&theme, &Theme::changed, m_label, dress);
    m_label->hide();
    connect(&edit, &QueryEdit::problemChanged, this, &QueryProblem::show);
    connect(&suggestions, &ChoicePopup::shownChanged, this, &QueryProblem::refresh);
}

void QueryProblem::show(const QString& reason)
{
    m_reason = reason;
    m_edit.setAccessibleDescription(reason);
    m_suggestions.setProblem(reason);
    refresh();
}

void QueryProblem::refresh()
{
    m_label->setHidden(m_reason.isEmpty() || m_suggestions.isVisible());
    if (!m_label->isHidden())
        place();
}

void QueryProblem::place()
{
    const QPoint under = m_edit.mapTo(&m_page, QPoint(0, m_edit.height()));
    const int room = m_page.width() - under.x() - margin;
    int left = under.x();
    const QString caret = caretLine(left, room);
    // The line is underlined at the place: the caret is what can go.
    if (!fits(caret + m_reason, {left, under.y()}, room) && !fits(m_reason, under, room))
        (void)fits(m_label->fontMetrics().elidedText(m_reason, Qt::ElideRight, room - 2 * padding),
                   under, room);
    m_label->raise();
}

QString QueryProblem::caretLine(int& left, int room) const
{
    const auto place = m_edit.problemPlace();
    if (!place)
        return {};
    const double column =
        std::max(1.0, QFontMetricsF(m_label->font()).horizontalAdvance(QLatin1Char(' ')));
    const int at = std::clamp(m_edit.placeOf(place->from) - padding, 0, room - 2 * padding);
    // Whole columns as blanks, the rest by moving the label.
    const int blanks = static_cast<int>(at / column);
    left += at - static_cast<int>(blanks * column + 0.5);
    const int most = static_cast<int>(room / column) - blanks - 2;
    return QString(blanks, QLatin1Char(' '))
        + QString(std::clamp(place->length, 1, std::max(1, most)), QLatin1Char('^'))
        + QLatin1Char('\n');
}

bool QueryProblem::fits(const QString& text, QPoint at, int room)
{
    m_label->setWordWrap(false);
    m_label->setText(text);
    m_label->setMaximumWidth(room);
    if (m_label->sizeHint().width() > room)
        m_label->setWordWrap(true);
    m_label->resize(std::min(room, m_label->sizeHint().width()), 0);
    if (m_label->wordWrap())
        m_label->resize(room, m_label->heightForWidth(room));
    else
        m_label->adjustSize();
    m_label->move(at);
    return m_label->geometry().bottom() < m_limit.mapTo(&m_page, QPoint()).y();
}

} // namespace weir
