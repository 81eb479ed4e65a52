// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/queryproblem.h"

#include "ui/logs/queryedit.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <algorithm>

namespace weir {

namespace {

constexpr int padding = 9; ///< of the label, with its border
constexpr int margin = 12;
constexpr int shownQuery = 60; ///< characters

} // namespace

QueryProblem::QueryProblem(Theme& theme, QueryEdit& edit, QWidget& page)
    : m_edit(edit)
    , m_page(page)
    , m_label(new PlainLabel({}, "error", &page))
{
    m_label->setObjectName(QStringLiteral("queryProblem"));
    const auto dress = [this, &theme] { m_label->setFont(theme.eventFont()); };
    dress();
    connect(&theme, &Theme::changed, m_label, dress);
    m_label->hide();
    connect(&edit, &QueryEdit::problemChanged, this, &QueryProblem::show);
}

void QueryProblem::show(const QString& reason)
{
    m_reason = reason;
    m_edit.setAccessibleDescription(reason);
    m_label->setHidden(reason.isEmpty());
    if (!reason.isEmpty())
        place();
    m_edit.setTakenBelow(reason.isEmpty() ? 0 : m_label->height() + 3);
}

void QueryProblem::place()
{
    const QPoint under = m_edit.mapTo(&m_page, QPoint(0, m_edit.height() + 3));
    const int room = m_page.width() - under.x() - margin;
    QString text;
    int left = under.x();
    if (const auto place = m_edit.problemPlace()) {
        const double column =
            std::max(1.0, QFontMetricsF(m_label->font()).horizontalAdvance(QLatin1Char(' ')));
        const int at = std::clamp(m_edit.placeOf(place->from) - padding, 0, room - 2 * padding);
        // Whole columns as blanks, the rest by moving the label: the caret is right under the place.
        const int blanks = static_cast<int>(at / column);
        left += at - static_cast<int>(blanks * column + 0.5);
        const int most = static_cast<int>(room / column) - blanks - 2;
        text = QString(blanks, QLatin1Char(' '))
            + QString(std::clamp(place->length, 1, std::max(1, most)), QLatin1Char('^'))
            + QLatin1Char('\n');
    }
    const QString before = m_edit.lastValid().trimmed();
    text += m_reason + QLatin1Char('\n');
    text += before.isEmpty()
        ? tr("Shown meanwhile: everything")
        : tr("Shown meanwhile: the answer to %1")
              .arg(plainText(before.toStdString(), shownQuery));
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
    m_label->move(left, under.y());
    m_label->raise();
}

} // namespace weir
