// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace weir {

/// Our own symbols (resources/icons/NAME.svg), drawn in a colour of the theme: a bare system shows
/// no blank button. An unknown name gives a null pixmap.
QPixmap iconPixmap(const QString& name, const QColor& color, int size, qreal pixelRatio);

/// For buttons and actions; holds sizes 16 and 32.
QIcon icon(const QString& name, const QColor& color);

} // namespace weir
