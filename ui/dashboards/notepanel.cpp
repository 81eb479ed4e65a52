// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/notepanel.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace weir {

void NotePanel::paintContent(QPainter& painter, const QRect& area, const PanelSnapshot& shown)
{
    Q_UNUSED(shown)
    painter.setFont(context().theme.uiFont());
    painter.setPen(context().theme.colors().text3);
    painter.drawText(
        area.adjusted(16, 0, -16, -12), Qt::AlignCenter | Qt::TextWordWrap,
        tr("Panels of type “%1” are not drawn yet.").arg(plainText(config().type, 40)));
}

} // namespace weir
