// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/panelunit.h"

#include "ui/models/format.h"

#include <array>
#include <cmath>
#include <cstdint>

namespace weir {

namespace {

struct Scale
{
    double factor;
    const char* name;
};

/// Three digits that mean something, without zeros at the end: 12.4, 412, 0.36.
QString figureOf(double value)
{
    const double size = std::abs(value);
    const int decimals = size >= 99.95 || size == 0 ? 0
        : size >= 9.995                             ? 1
        : size >= 0.0995                            ? 2
                                                    : 3;
    const QString text = withoutTrailingZeros(QString::number(value, 'f', decimals));
    return text == QLatin1String("-0") ? QStringLiteral("0") : text;
}

template<std::size_t count>
UnitText scaled(double value, const std::array<Scale, count>& scales)
{
    for (const Scale& scale : scales) {
        if (std::abs(value)
            >= scale.factor * 0.9995) // else it would be said as 1000 of the smaller
            return {figureOf(value / scale.factor), QString::fromUtf8(scale.name)};
    }
    const Scale& smallest = scales.back();
    return {figureOf(value / smallest.factor), QString::fromUtf8(smallest.name)};
}

UnitText shortText(double value)
{
    constexpr std::array<Scale, 4> scales{{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e4, "k"}}};
    if (std::abs(value) >= 9999.5) {
        if (std::abs(value) < 999'500)
            return {figureOf(value / 1e3), QStringLiteral("k")};
        return scaled(value, scales);
    }
    if (std::abs(value) >= 999.5) {
        const QString figure =
            groupedNumber(static_cast<std::uint64_t>(std::llround(std::abs(value))));
        return {value < 0 ? QLatin1Char('-') + figure : figure, {}};
    }
    return {figureOf(value), {}};
}

UnitText millisecondsText(double value)
{
    constexpr std::array<Scale, 4> scales{{{3.6e6, "h"}, {6e4, "min"}, {1e3, "s"}, {1, "ms"}}};
    const bool isExact = std::abs(value) < 10'000; // 1,402 ms says more than 1.4 s
    return isExact ? UnitText{shortText(value).figure, QStringLiteral("ms")}
                   : scaled(value, scales);
}

UnitText bytesUnitText(double value)
{
    constexpr std::array<Scale, 5> scales{
        {{1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}, {1, "B"}}};
    return scaled(value, scales);
}

} // namespace

QString UnitText::together() const
{
    if (unit.isEmpty())
        return figure;
    const bool isLetter = unit.size() == 1 && unit.at(0) != QLatin1Char('%');
    return figure + (isLetter ? QChar(0x202F) : QChar(0x00A0)) + unit;
}

UnitText unitText(double value, const QString& unit)
{
    if (!std::isfinite(value))
        return {QStringLiteral("–"), {}};
    if (unit == QLatin1String("ms"))
        return millisecondsText(value);
    if (unit == QLatin1String("s"))
        return millisecondsText(value * 1000);
    if (unit == QLatin1String("percent"))
        return {figureOf(value), QStringLiteral("%")};
    if (unit == QLatin1String("bytes"))
        return bytesUnitText(value);
    UnitText text = shortText(value);
    if (unit.isEmpty() || unit == QLatin1String("short"))
        return text;
    const bool isRate = unit == QLatin1String("per second") || unit == QLatin1String("/s");
    const QString word = isRate ? QStringLiteral("/ s") : unit;
    text.unit = text.unit.isEmpty() ? word : text.unit + QChar(0x00A0) + word;
    return text;
}

} // namespace weir
