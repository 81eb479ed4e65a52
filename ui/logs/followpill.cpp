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
    connect(&theme, &Theme::changed, this, &QWidget::adjustSize);
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
    return {m_theme.scaled(textLeft) + metrics.horizontalAdvance(text()) + m_theme.scaled(between)
                + QFontMetrics(bold).horizontalAdvance(newText()) + m_theme.scaled(18),
            m_theme.scaled(22)};
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
    const QSizeF bar(m_theme.scaled(4.0), m_theme.scaled(10.0));
    const double top = (height() - bar.height()) / 2;
    painter.drawRect(QRectF({m_theme.scaled(16.0), top}, bar));
    painter.drawRect(QRectF({m_theme.scaled(23.0), top}, bar));

    painter.setFont(m_theme.uiFont());
    painter.setPen(colors.text);
    const int left = m_theme.scaled(textLeft);
    painter.drawText(QRect(left, 0, width(), height()), Qt::AlignVCenter, text());
    const int x = left + painter.fontMetrics().horizontalAdvance(text())
        + m_theme.scaled(between);
    QFont bold = m_theme.uiFont();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(colors.accent);
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter, newText());
}

} // namespace weir
