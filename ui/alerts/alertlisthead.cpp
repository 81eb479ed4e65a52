// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/alerts/alertlisthead.h"

#include "ui/alerts/alertdelegate.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace weir {

AlertListHead::AlertListHead(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(26);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void AlertListHead::setLineWidth(int width)
{
    m_lineWidth = width;
    update();
}

void AlertListHead::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setFont(m_theme.uiFont(11));
    painter.setPen(m_theme.colors().text3);
    const QRect line(0, 0, m_lineWidth, height());
    const AlertColumns columns = AlertColumns::in(line, m_theme);
    painter.drawText(columns.state, int(Qt::AlignLeft | Qt::AlignVCenter), tr("state"));
    painter.drawText(columns.rule, int(Qt::AlignLeft | Qt::AlignVCenter), tr("rule"));
    QRect value = columns.value;
    value.setTop(line.top());
    value.setBottom(line.bottom());
    painter.drawText(value, int(Qt::AlignRight | Qt::AlignVCenter), tr("value"));
    if (!columns.isTight)
        painter.drawText(columns.since, int(Qt::AlignLeft | Qt::AlignVCenter), tr("since"));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colors().line);
}

} // namespace weir
