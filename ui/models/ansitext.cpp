// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ansitext.h"

#include "ui/models/format.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace weir {

namespace {

constexpr std::size_t maxSequence = 64; ///< bytes; longer ones are no colours

/// What the sequences so far have switched on.
struct Pen
{
    std::optional<std::uint32_t> ink;
    std::optional<std::uint32_t> ground;
    bool isBold = false;
    bool isUnderlined = false;
    bool isReversed = false;
};

/// The parameters of a sequence at the begin of a text, and how long it is; nothing when it is none.
struct Sequence
{
    std::vector<int> parameters;
    std::size_t length = 0;
};

std::optional<Sequence> sequenceAt(std::string_view text)
{
    if (text.size() < 3 || text[0] != '\x1b' || text[1] != '[')
        return {};
    Sequence sequence;
    int parameter = 0;
    for (std::size_t i = 2; i < std::min(text.size(), maxSequence); ++i) {
        const char c = text[i];
        if (c >= '0' && c <= '9') {
            parameter = std::min(parameter * 10 + (c - '0'), 1000);
        } else if (c == ';' || c == ':') {
            sequence.parameters.push_back(std::exchange(parameter, 0));
        } else if (c == 'm') {
            sequence.parameters.push_back(parameter);
            sequence.length = i + 1;
            return sequence;
        } else {
            return {};
        }
    }
    return {};
}

/// After 38 or 48: `5;N` or `2;R;G;B`. Moves `at` behind it; nothing when it is incomplete.
std::optional<std::uint32_t> colorAt(const std::vector<int>& parameters, std::size_t& at)
{
    const auto byte = [&parameters](std::size_t i) {
        return static_cast<std::uint32_t>(std::clamp(parameters[i], 0, 255));
    };
    const std::size_t left = parameters.size() - at - 1;
    if (left >= 2 && parameters[at + 1] == 5) {
        at += 2;
        return byte(at);
    }
    if (left >= 4 && parameters[at + 1] == 2) {
        at += 4;
        return AnsiColor::isRgb | byte(at - 2) << 16 | byte(at - 1) << 8 | byte(at);
    }
    return {};
}

/// False for a sequence that says anything but colour, weight and line.
bool apply(const std::vector<int>& parameters, Pen& pen)
{
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const int p = parameters[i];
        const auto color = static_cast<std::uint32_t>(p % 10);
        if (p == 0)
            pen = {};
        else if (p == 1)
            pen.isBold = true;
        else if (p == 22)
            pen.isBold = false;
        else if (p == 4 || p == 24)
            pen.isUnderlined = p == 4;
        else if (p == 7 || p == 27)
            pen.isReversed = p == 7;
        else if (p >= 30 && p <= 37)
            pen.ink = color;
        else if (p >= 40 && p <= 47)
            pen.ground = color;
        else if (p >= 90 && p <= 97)
            pen.ink = color + 8;
        else if (p >= 100 && p <= 107)
            pen.ground = color + 8;
        else if (p == 39)
            pen.ink.reset();
        else if (p == 49)
            pen.ground.reset();
        else if (p == 38 || p == 48) {
            const auto wide = colorAt(parameters, i);
            if (!wide)
                return false;
            (p == 38 ? pen.ink : pen.ground) = wide;
        } else if (p != 2 && p != 3 && p != 5 && p != 23 && p != 25) {
            return false; // 8 hides what follows; the others mean nothing
        }
    }
    return true;
}

void appendRuns(const Pen& pen, int from, int length, std::vector<TextRun>& runs)
{
    if (length == 0)
        return;
    auto ink = pen.ink;
    auto ground = pen.ground;
    if (pen.isReversed) {
        ink = pen.ground.value_or(AnsiColor::usualGround);
        ground = pen.ink.value_or(AnsiColor::usualInk);
    }
    if (ink)
        runs.push_back({from, length, TextRun::Kind::Ink, *ink});
    if (ground)
        runs.push_back({from, length, TextRun::Kind::Ground, *ground});
    if (pen.isBold)
        runs.push_back({from, length, TextRun::Kind::Bold});
    if (pen.isUnderlined)
        runs.push_back({from, length, TextRun::Kind::Underline});
}

/// Where the next sequence begins that means something, and what the pen is after it.
std::size_t nextChange(std::string_view text, std::size_t from, Pen& pen, std::size_t& length)
{
    for (std::size_t at = text.find('\x1b', from); at != std::string_view::npos;
         at = text.find('\x1b', at + 1)) {
        const auto sequence = sequenceAt(text.substr(at));
        Pen changed = pen;
        if (!sequence || !apply(sequence->parameters, changed))
            continue;
        pen = changed;
        length = sequence->length;
        return at;
    }
    length = 0;
    return text.size();
}

} // namespace

void appendAnsiText(std::string_view bytes, qsizetype maxCharacters, LogCell& cell)
{
    // No more than can be shown is looked at, however long the line is.
    const std::size_t most = static_cast<std::size_t>(maxCharacters) * 8;
    const bool isCut = bytes.size() > most;
    bytes = bytes.substr(0, most);
    const qsizetype end = cell.text.size() + maxCharacters;
    Pen pen;
    std::size_t at = 0;
    while (at < bytes.size() && cell.text.size() < end) {
        const Pen now = pen;
        std::size_t length = 0;
        const std::size_t next = nextChange(bytes, at, pen, length);
        const auto from = static_cast<int>(cell.text.size());
        if (next > at)
            cell.text += plainText(bytes.substr(at, next - at), end - from, Tabs::Kept);
        appendRuns(now, from, static_cast<int>(cell.text.size()) - from, cell.runs);
        at = next + length;
    }
    if ((isCut || at < bytes.size()) && !cell.text.endsWith(QChar(0x2026)))
        cell.text += QChar(0x2026);
}

} // namespace weir
