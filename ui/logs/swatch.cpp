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
    const auto& grounds = theme.colors().highlights;
    const std::size_t count = std::min(most, colors.size());
    const double width = size / static_cast<double>(std::max<std::size_t>(1, count));
    for (std::size_t i = 0; i < count; ++i) {
        // A ground that text is read on is close to the window's: the edge says which it is.
        const QColor ground = grounds.at(static_cast<std::size_t>(colors[i] - 1));
        painter.setPen(theme.isDark() ? ground.lighter(280) : ground.darker(150));
        painter.setBrush(theme.isDark() ? ground.lighter(150) : ground);
        const QRectF place(static_cast<double>(i) * width + 0.5, 1.5, width - 1, size - 3);
        painter.drawRoundedRect(place, 2, 2);
    }
    return QIcon(pixmap);
}

} // namespace weir
