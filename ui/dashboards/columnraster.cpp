// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/columnraster.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

/// Source over destination; `alpha` 0 to 256 on top of the colour's own.
void blend(QRgb& pixel, QRgb premultiplied, unsigned alpha)
{
    const auto channel = [alpha](unsigned source, unsigned keep, unsigned old) {
        return ((source * alpha) >> 8) + ((old * keep) / 255);
    };
    const unsigned keep = 255 - ((static_cast<unsigned>(qAlpha(premultiplied)) * alpha) >> 8);
    const auto mix = [&](int source, int old) {
        return static_cast<int>(std::min(
            255U, channel(static_cast<unsigned>(source), keep, static_cast<unsigned>(old))));
    };
    pixel =
        qRgba(mix(qRed(premultiplied), qRed(pixel)), mix(qGreen(premultiplied), qGreen(pixel)),
              mix(qBlue(premultiplied), qBlue(pixel)), mix(qAlpha(premultiplied), qAlpha(pixel)));
}

/// The picture's pixels; asking QImage for each line would cost more than the line.
struct Canvas
{
    explicit Canvas(QImage& picture)
        : bits(picture.bits())
        , stride(picture.bytesPerLine())
        , height(picture.height())
    {
    }

    QRgb& at(int x, int y) const { return reinterpret_cast<QRgb*>(bits + y * stride)[x]; }

    uchar* bits;
    qsizetype stride;
    int height;
};

/// One column from y `top` to y `bottom`; parts of a pixel are covered in part.
void fillSpan(const Canvas& canvas, int x, double top, double bottom, QRgb premultiplied)
{
    top = std::max(top, 0.0);
    bottom = std::min(bottom, static_cast<double>(canvas.height));
    for (int y = static_cast<int>(top); y < bottom; ++y) {
        const double covered = std::min(bottom, y + 1.0) - std::max(top, static_cast<double>(y));
        blend(canvas.at(x, y), premultiplied, static_cast<unsigned>(covered * 256 + 0.5));
    }
}

int drawnColumns(const QImage& picture, const std::vector<ColumnRange>& columns)
{
    return std::min(picture.width(), static_cast<int>(columns.size()));
}

} // namespace

void drawColumns(QImage& picture, const std::vector<ColumnRange>& columns, const ValueScale& scale,
                 const QColor& color, double width)
{
    const QRgb premultiplied = qPremultiply(color.rgba());
    const Canvas canvas(picture);
    for (int x = 0; x < drawnColumns(picture, columns); ++x) {
        const ColumnRange& range = columns[static_cast<std::size_t>(x)];
        if (range.isEmpty())
            continue;
        // A line at the very edge is kept inside by its width: half a line looks like none.
        const double half = width / 2;
        const double limit = static_cast<double>(canvas.height);
        const double top = std::min(scale.yOf(range.high) - half, limit - width);
        const double bottom = std::max(scale.yOf(range.low) + half, width);
        fillSpan(canvas, x, std::max(0.0, std::min(top, bottom - width)),
                 std::min(limit, std::max(bottom, top + width)), premultiplied);
    }
}

void fillColumns(QImage& picture, const std::vector<ColumnRange>& columns, const ValueScale& scale,
                 const QColor& color)
{
    const QRgb premultiplied = qPremultiply(color.rgba());
    const Canvas canvas(picture);
    for (int x = 0; x < drawnColumns(picture, columns); ++x) {
        const ColumnRange& range = columns[static_cast<std::size_t>(x)];
        if (!range.isEmpty())
            fillSpan(canvas, x, scale.yOf(range.high), canvas.height, premultiplied);
    }
}

} // namespace weir
