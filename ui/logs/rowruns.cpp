// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/rowruns.h"

#include "ui/models/ansitext.h"

#include <algorithm>

namespace weir {

namespace {

/// A colour of a terminal's cube of 216 or of its ramp of greys.
QRgb ofPalette(std::uint32_t index)
{
    if (index >= 232) {
        const int grey = static_cast<int>(index - 232) * 10 + 8;
        return qRgb(grey, grey, grey);
    }
    const auto level = [](std::uint32_t step) {
        return step == 0 ? 0 : static_cast<int>(step) * 40 + 55;
    };
    const std::uint32_t cube = index - 16;
    return qRgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
}

} // namespace

RowRuns::RowRuns(const Colors& colors, QRgb ink, QRgb ground)
    : m_colors(colors)
    , m_ink(ink)
    , m_ground(ground)
{
}

QRgb RowRuns::colorOf(std::uint32_t ansi) const
{
    if (ansi == AnsiColor::usualInk)
        return m_ink;
    if (ansi == AnsiColor::usualGround)
        return m_ground;
    if ((ansi & AnsiColor::isRgb) != 0)
        return 0xff00'0000 | (ansi & 0xff'ffff);
    return ansi < 16 ? m_colors.ansi[ansi].rgb() : ofPalette(ansi);
}

void RowRuns::apply(const TextRun& run, bool isHovered, TextLook& look) const
{
    switch (run.kind) {
    case TextRun::Kind::Value:
        look.ink = m_colors.series[1].rgb();
        break;
    case TextRun::Kind::Name:
        look.ink = m_colors.text2.rgb();
        break;
    case TextRun::Kind::Link:
        look.ink = m_colors.accent.rgb();
        look.isUnderlined = look.isUnderlined || isHovered;
        break;
    case TextRun::Kind::Ink:
        look.ink = colorOf(run.value);
        break;
    case TextRun::Kind::Ground:
        look.ground = colorOf(run.value);
        break;
    case TextRun::Kind::Bold:
        look.isBold = true;
        break;
    case TextRun::Kind::Underline:
        look.isUnderlined = true;
        break;
    case TextRun::Kind::Highlight:
        look.ground = m_colors.highlights[run.value % m_colors.highlights.size()].rgb();
        break;
    case TextRun::Kind::Match:
        look.ground = m_colors.match.rgb();
        break;
    case TextRun::Kind::Find:
        look.ground = m_colors.find.rgb();
        break;
    }
}

std::vector<LookRun> RowRuns::looks(const LogCell& cell, const TextPiece& piece,
                                    const TextPiece& marked, int hoverAt) const
{
    std::vector<TextLook> looks(static_cast<std::size_t>(piece.length), TextLook{m_ink, 0});
    const auto forEachIn = [&](int from, int length, auto change) {
        const int begin = std::max(0, from - piece.from);
        const int end = std::min(piece.length, from + length - piece.from);
        for (int i = begin; i < end; ++i)
            change(looks[static_cast<std::size_t>(i)]);
    };
    // Kinds are drawn over each other in their order, whatever the order of the runs.
    for (int kind = 0; kind <= static_cast<int>(TextRun::Kind::Find); ++kind) {
        for (const TextRun& run : cell.runs) {
            if (static_cast<int>(run.kind) != kind)
                continue;
            const bool isHovered = hoverAt >= run.from && hoverAt < run.from + run.length;
            forEachIn(run.from, run.length,
                      [&](TextLook& look) { apply(run, isHovered, look); });
        }
    }
    // The other way round, so that it is seen on a selected row too.
    forEachIn(marked.from, marked.length, [&](TextLook& look) {
        look.ground = m_colors.accent.rgb();
        look.ink = m_colors.window.rgb();
    });

    std::vector<LookRun> runs;
    for (int i = 0; i < piece.length; ++i) {
        const TextLook& look = looks[static_cast<std::size_t>(i)];
        if (!runs.empty() && runs.back().look == look)
            ++runs.back().length;
        else
            runs.push_back({i, 1, look});
    }
    for (LookRun& run : runs) {
        const QRgb ground = run.look.ground != 0 ? run.look.ground : m_ground;
        run.look.ink = readable(QColor(run.look.ink), QColor(ground)).rgb();
    }
    return runs;
}

} // namespace weir
