// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/linkopener.h"

#include "ui/logs/resultlist.h"

#include <QDesktopServices>
#include <QMouseEvent>
#include <QUrl>

namespace weir {

LinkOpener::LinkOpener(ResultList& list)
    : QObject(&list)
    , m_list(list)
{
    m_list.viewport()->setMouseTracking(true);
    m_list.viewport()->installEventFilter(this);
}

bool LinkOpener::mayOpen(const QString& address)
{
    const QUrl url(address, QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1String("http")
        || url.scheme() == QLatin1String("https");
    return url.isValid() && isWeb && !url.host().isEmpty() && url.userInfo().isEmpty();
}

void LinkOpener::open(const QString& address)
{
    if (address.startsWith(QLatin1String("weir://")))
        emit weirLinkWanted(address);
    else if (mayOpen(address))
        QDesktopServices::openUrl(QUrl(address, QUrl::StrictMode));
}

bool LinkOpener::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave)
        m_list.setHover({});
    if (event->type() != QEvent::MouseMove && event->type() != QEvent::MouseButtonPress)
        return QObject::eventFilter(watched, event);
    const auto* mouse = static_cast<QMouseEvent*>(event); // by its type
    const QPoint point = mouse->position().toPoint();
    const bool withControl = (mouse->modifiers() & Qt::ControlModifier) != 0;
    if (event->type() == QEvent::MouseMove) {
        if (mouse->buttons() == Qt::NoButton)
            m_list.setHover(point);
        return QObject::eventFilter(watched, event);
    }
    const QString address = m_list.linkAt(point);
    if (mouse->button() != Qt::LeftButton || !withControl || address.isEmpty())
        return QObject::eventFilter(watched, event);
    open(address);
    return true;
}

} // namespace weir
