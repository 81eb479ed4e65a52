// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/followpill.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace weir {

namespace {

constexpr int textLeft = 38;
constexpr int between = 10;

} // namespace

FollowPill::FollowPill(Theme& theme, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::NoFocus); // End does the same from the list
    setText(tr("Paused"));
    setAccessibleName(tr("Paused; go on following"));
    setToolTip(tr("Follow again (End)"));
}

void FollowPill::setNew(std::uint64_t count)
{
    if (count == m_count)
        return;
    m_count = count;
    setAccessibleName(count == 0
                          ? tr("Paused; go on following")
                          : tr("Paused, %1 new; go on following").arg(groupedNumber(count)));
    adjustSize();
    update();
}

QString FollowPill::newText() const
{
    return m_count == 0 ? tr("follow ↓") : tr("%1 new ↓").arg(groupedNumber(m_count));
}

QSize FollowPill::sizeHint() const
{
    const QFontMetrics metrics(m_theme.uiFont());
    QFont bold = m_theme.uiFont();
    bold.setWeight(QFont::DemiBold);
    return {textLeft + metrics.horizontalAdvance(text()) + between
                + QFontMetrics(bold).horizontalAdvance(newText()) + 18,
            30};
}

void FollowPill::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(underMouse() ? colors.accent : colors.strongLine);
    painter.setBrush(colors.raised);
    const double radius = height() / 2.0 - 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);

    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.warn());
    painter.drawRect(QRectF(16, height() / 2.0 - 5, 4, 10));
    painter.drawRect(QRectF(23, height() / 2.0 - 5, 4, 10));

    painter.setFont(m_theme.uiFont());
    painter.setPen(colors.text);
    painter.drawText(QRect(textLeft, 0, width(), height()), Qt::AlignVCenter, text());
    const int x = textLeft + painter.fontMetrics().horizontalAdvance(text()) + between;
    QFont bold = m_theme.uiFont();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(colors.accent);
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter, newText());
}

} // namespace weir
