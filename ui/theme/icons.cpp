// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// Resources of a static library are registered by hand, from outside of any namespace.
static void registerIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace weir {

QPixmap iconPixmap(const QString& name, const QColor& color, int size, qreal pixelRatio)
{
    const QString key = QStringLiteral("weir/%1/%2/%3/%4")
                            .arg(name, color.name())
                            .arg(size)
                            .arg(pixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    registerIcons();
    QFile file(QLatin1String(":/icons/") + name + QLatin1String(".svg"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    svg.replace("currentColor", color.name().toLatin1());

    pixmap = QPixmap(QSize(size, size) * pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(pixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon icon(const QString& name, const QColor& color)
{
    QIcon icon;
    icon.addPixmap(iconPixmap(name, color, 16, 1));
    icon.addPixmap(iconPixmap(name, color, 32, 1));
    return icon;
}

} // namespace weir
