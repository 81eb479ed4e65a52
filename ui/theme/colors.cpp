// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colors.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

double luminance(const QColor& color)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

Colors makeDark()
{
    Colors c;
    c.window = rgb(0x12161b);
    c.panel = rgb(0x181d23);
    c.raised = rgb(0x20272f);
    c.line = rgb(0x28303a);
    c.strongLine = rgb(0x3a4551);
    c.text = rgb(0xe4e9ee);
    c.text2 = rgb(0xa3b0bd);
    c.text3 = rgb(0x8c99a6);
    c.accent = rgb(0x2dd4bf);
    c.accentGround = rgb(0x123c3a);
    c.selection = rgb(0x172f35);
    c.match = rgb(0x5b4a12);
    c.find = rgb(0x0b5c55);
    c.ok = rgb(0x4cc38a);
    c.keyword = rgb(0xa78bfa);
    c.bar = rgb(0x3d4650);
    // By class: none, trace, debug, info, warn, error, fatal.
    c.severities = {rgb(0x8c99a6), rgb(0x8c99a6), rgb(0x9aa7b4), rgb(0x6cb6ff),
                    rgb(0xf0b429), rgb(0xff7b72), rgb(0xff7ab6)};
    c.marks = {rgb(0x7f8994), rgb(0x7f8994), rgb(0x9ba2aa), rgb(0x9fd0ff),
               rgb(0xfdc94f), rgb(0xd8382f), rgb(0xc837d8)};
    c.series = {rgb(0x2dd4bf), rgb(0x6cb6ff), rgb(0xf0b429), rgb(0xf472b6),
                rgb(0xa78bfa), rgb(0xa3e635), rgb(0xfb923c), rgb(0x94a3b8)};
    c.highlights = {rgb(0x610e0e), rgb(0x49270a), rgb(0x392f08), rgb(0x223508), rgb(0x083720),
                    rgb(0x083539), rgb(0x0d2f5e), rgb(0x3e127c), rgb(0x5a0d47)};
    c.ansi = {rgb(0x3a4551), rgb(0xff7b72), rgb(0x4cc38a), rgb(0xf0b429),
              rgb(0x6cb6ff), rgb(0xf472b6), rgb(0x2dd4bf), rgb(0xa3b0bd),
              rgb(0x8c99a6), rgb(0xffa198), rgb(0x7ee2b0), rgb(0xf8d477),
              rgb(0xa5d3ff), rgb(0xffa8d6), rgb(0x7ee8db), rgb(0xffffff)};
    return c;
}

Colors makeLight()
{
    Colors c;
    c.window = rgb(0xffffff);
    c.panel = rgb(0xf5f7f9);
    c.raised = rgb(0xe9edf1);
    c.line = rgb(0xdde2e8);
    c.strongLine = rgb(0xbfc8d1);
    c.text = rgb(0x17212b);
    c.text2 = rgb(0x4b5966);
    c.text3 = rgb(0x5f6c79);
    c.accent = rgb(0x0f766e);
    c.accentGround = rgb(0xd5f0ec);
    c.selection = rgb(0xdcefee);
    c.match = rgb(0xffe8a3);
    c.find = rgb(0x99e6dc);
    c.ok = rgb(0x166f45);
    c.keyword = rgb(0x6446c8);
    c.bar = rgb(0xc3cad1);
    c.severities = {rgb(0x5f6c79), rgb(0x5f6c79), rgb(0x4b5966), rgb(0x175fa8),
                    rgb(0x855600), rgb(0xbf2a22), rgb(0xa01d60)};
    c.marks = {rgb(0x868e97), rgb(0x868e97), rgb(0x74797f), rgb(0x1c7be6),
               rgb(0xc28200), rgb(0xa81a1d), rgb(0x5a0f5e)};
    c.series = {rgb(0x0f766e), rgb(0x1f66b5), rgb(0x8f5d12), rgb(0xb0307a),
                rgb(0x6446c8), rgb(0x4a7309), rgb(0xa94b09), rgb(0x566579)};
    c.highlights = {rgb(0xfee7e7), rgb(0xfde9d7), rgb(0xfbecb2), rgb(0xd1fa98), rgb(0xb5fbd8),
                    rgb(0xbdf6fc), rgb(0xe2edfd), rgb(0xf1e9fe), rgb(0xfee5f8)};
    c.ansi = {rgb(0x17212b), rgb(0xbf2a22), rgb(0x166f45), rgb(0x855600),
              rgb(0x175fa8), rgb(0xa01d60), rgb(0x0f766e), rgb(0xbfc8d1),
              rgb(0x5f6c79), rgb(0xd33a31), rgb(0x1f8a57), rgb(0xa06a00),
              rgb(0x1f66b5), rgb(0xb0307a), rgb(0x12877d), rgb(0xffffff)};
    return c;
}

} // namespace

const Colors& Colors::dark()
{
    static const Colors colors = makeDark();
    return colors;
}

const Colors& Colors::light()
{
    static const Colors colors = makeLight();
    return colors;
}

double contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    const auto [low, high] = std::minmax(first, second);
    return (high + 0.05) / (low + 0.05);
}

QColor readable(const QColor& text, const QColor& ground)
{
    constexpr double enough = 4.5;
    constexpr double safety = 0.06; // a colour is rounded to whole steps
    if (contrast(text, ground) >= enough)
        return text;
    const bool lighter = contrast(Qt::white, ground) >= contrast(Qt::black, ground);
    const double end = lighter ? 1 : 0;
    const auto mixed = [&](double share) {
        const auto mix = [&](double channel) {
            return static_cast<float>(channel + (end - channel) * share);
        };
        return QColor::fromRgbF(mix(text.redF()), mix(text.greenF()), mix(text.blueF()));
    };
    double low = 0;
    double high = 1;
    for (int i = 0; i < 8; ++i) {
        const double middle = (low + high) / 2;
        (contrast(mixed(middle), ground) < enough + safety ? low : high) = middle;
    }
    return QColor(mixed(high).rgb());
}

} // namespace weir
