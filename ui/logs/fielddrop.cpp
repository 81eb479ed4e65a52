// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/fielddrop.h"

#include "ui/logs/facetspanel.h"

#include <QDropEvent>
#include <QMimeData>

namespace weir {

FieldDrop::FieldDrop(QWidget* onto)
    : QObject(onto)
{
    onto->setAcceptDrops(true);
    onto->installEventFilter(this);
}

bool FieldDrop::eventFilter(QObject* watched, QEvent* event)
{
    const bool isDrop = event->type() == QEvent::Drop;
    if (!isDrop && event->type() != QEvent::DragEnter && event->type() != QEvent::DragMove)
        return QObject::eventFilter(watched, event);
    auto* drop = static_cast<QDropEvent*>(event);
    const QByteArray name = drop->mimeData()->data(QLatin1String(FacetsPanel::mimeType));
    if (name.isEmpty())
        return QObject::eventFilter(watched, event);
    drop->acceptProposedAction();
    if (isDrop)
        emit dropped(QString::fromUtf8(name));
    return true;
}

} // namespace weir
