// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/swatch.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace weir {

QIcon swatch(const std::vector<int>& colors, const Theme& theme)
{
    constexpr int size = 12;
    constexpr int gap = 4; // to the text behind it
    constexpr std::size_t most = 3;
    constexpr int ratio = 2; // sharp at 200 % too
    QPixmap pixmap((size + gap) * ratio, size * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const auto& grounds = theme.colors().highlights;
    const std::size_t count = std::min(most, colors.size());
    const double width = size / static_cast<double>(std::max<std::size_t>(1, count));
    for (std::size_t i = 0; i < count; ++i) {
        painter.setBrush(grounds.at(static_cast<std::size_t>(colors[i] - 1)));
        painter.drawRoundedRect(QRectF(static_cast<double>(i) * width, 1, width, size - 2), 2, 2);
    }
    return QIcon(pixmap);
}

} // namespace weir
