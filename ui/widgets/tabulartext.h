// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetrics>
#include <QRect>
#include <QString>

class QPainter;

namespace weir {

/// Figures that change must not make their neighbours dance: every digit gets the room of the widest.
/// (Fonts have tabular figures as a feature, which Qt sets only from 6.7 on.)
int tabularWidth(const QFontMetrics& metrics, const QString& text);

/// In the painter's font and pen, from the left, vertically centred.
void drawTabular(QPainter& painter, const QRect& area, const QString& text);

} // namespace weir
