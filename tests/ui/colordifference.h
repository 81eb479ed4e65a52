// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace weir::test {

/// How colours are seen. The two commonest weaknesses, in full: who has less of one sees more.
enum class Sight { Normal, Deuteranopia, Protanopia };

/// A colour in CIE L*a*b*, D65.
struct Lab
{
    double l = 0; ///< 0 to 100
    double a = 0;
    double b = 0;
};

using Matrix = std::array<std::array<double, 3>, 3>;

/// Linear light as it is seen: Machado, Oliveira and Fernandes 2009, severity 1.
inline const Matrix& matrixOf(Sight sight)
{
    static constexpr Matrix normal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    static constexpr Matrix deuteranopia{{{0.367322, 0.860646, -0.227968},
                                          {0.280085, 0.672501, 0.047413},
                                          {-0.011820, 0.042940, 0.968881}}};
    static constexpr Matrix protanopia{{{0.152286, 1.052583, -0.204868},
                                        {0.114503, 0.786281, 0.099216},
                                        {-0.003882, -0.048116, 1.051998}}};
    return sight == Sight::Normal        ? normal
        : sight == Sight::Deuteranopia ? deuteranopia
                                       : protanopia;
}

inline std::array<double, 3> times(const Matrix& matrix, const std::array<double, 3>& vector)
{
    std::array<double, 3> result{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t i = 0; i < 3; ++i)
            result[row] += matrix[row][i] * vector[i];
    }
    return result;
}

inline Lab labOf(const QColor& color, Sight sight)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    std::array<double, 3> light = times(
        matrixOf(sight), {linear(color.redF()), linear(color.greenF()), linear(color.blueF())});
    for (double& channel : light)
        channel = std::clamp(channel, 0.0, 1.0);
    static constexpr Matrix toXyz{{{0.4124564, 0.3575761, 0.1804375},
                                   {0.2126729, 0.7151522, 0.0721750},
                                   {0.0193339, 0.1191920, 0.9503041}}};
    const auto xyz = times(toXyz, light);
    const auto root = [](double part) {
        return part > 216.0 / 24389 ? std::cbrt(part) : part * 841 / 108 + 4.0 / 29;
    };
    const double x = root(xyz[0] / 0.95047);
    const double y = root(xyz[1]);
    const double z = root(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/// CIEDE2000, after Sharma, Wu and Dalal 2005; 1 is about what can just be told in two large fields
/// side by side.
inline double difference(const Lab& one, const Lab& two)
{
    const auto degrees = [](double angle) { return angle * std::numbers::pi / 180; };
    const auto seventh = [](double chroma) {
        return std::sqrt(std::pow(chroma, 7) / (std::pow(chroma, 7) + std::pow(25.0, 7)));
    };
    const double wide =
        1.5 - 0.5 * seventh((std::hypot(one.a, one.b) + std::hypot(two.a, two.b)) / 2);
    const double chroma1 = std::hypot(one.a * wide, one.b);
    const double chroma2 = std::hypot(two.a * wide, two.b);
    const auto hueOf = [wide](const Lab& lab) {
        const double hue = std::atan2(lab.b, lab.a * wide) * 180 / std::numbers::pi;
        return hue < 0 ? hue + 360 : hue;
    };
    const double hue1 = hueOf(one);
    const double hue2 = hueOf(two);
    const bool isGrey = chroma1 * chroma2 == 0;
    const bool isFar = !isGrey && std::abs(hue1 - hue2) > 180;
    const double turn = isGrey ? 0 : hue2 - hue1 + (isFar ? (hue2 > hue1 ? -360 : 360) : 0);
    double hue = isGrey ? hue1 + hue2 : (hue1 + hue2) / 2;
    if (isFar)
        hue += hue1 + hue2 < 360 ? 180 : -180;
    const double lightness = (one.l + two.l) / 2;
    const double chroma = (chroma1 + chroma2) / 2;
    const double t = 1 - 0.17 * std::cos(degrees(hue - 30)) + 0.24 * std::cos(degrees(2 * hue))
        + 0.32 * std::cos(degrees(3 * hue + 6)) - 0.20 * std::cos(degrees(4 * hue - 63));
    const double fromMiddle = (lightness - 50) * (lightness - 50);
    const double l = (two.l - one.l) / (1 + 0.015 * fromMiddle / std::sqrt(20 + fromMiddle));
    const double c = (chroma2 - chroma1) / (1 + 0.045 * chroma);
    const double h = 2 * std::sqrt(chroma1 * chroma2) * std::sin(degrees(turn / 2))
        / (1 + 0.015 * chroma * t);
    const double blue = 30 * std::exp(-std::pow((hue - 275) / 25, 2));
    const double rotation = -std::sin(degrees(2 * blue)) * 2 * seventh(chroma);
    return std::sqrt(l * l + c * c + h * h + rotation * c * h);
}

} // namespace weir::test
