// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fuzzymatch.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

constexpr int forLetter = 1;
constexpr int forWordBegin = 8;
constexpr int forNextInRow = 5;
constexpr int none = std::numeric_limits<int>::min() / 2;

bool beginsWord(const QString& text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (text[at].isUpper() && before.isLower());
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& typed, const QString& text)
{
    QString wanted = typed.toLower();
    wanted.remove(QLatin1Char(' '));
    if (wanted.isEmpty())
        return FuzzyMatch{};
    const auto rows = static_cast<std::size_t>(wanted.size());
    const auto columns = static_cast<std::size_t>(text.size());
    // best[r][c]: the best score with letter r of what was typed at letter c of the text.
    std::vector<std::vector<int>> best(rows, std::vector<int>(columns, none));
    std::vector<std::vector<int>> from(rows, std::vector<int>(columns, -1));
    for (std::size_t r = 0; r < rows; ++r) {
        int before = none; // the best of the letters before, not directly before
        int beforeAt = -1;
        for (std::size_t c = 0; c < columns; ++c) {
            if (r > 0 && c >= 2 && best[r - 1][c - 2] > before) {
                before = best[r - 1][c - 2];
                beforeAt = static_cast<int>(c) - 2;
            }
            const auto at = static_cast<qsizetype>(c);
            if (text[at].toLower() != wanted[static_cast<qsizetype>(r)])
                continue;
            const int own = forLetter + (beginsWord(text, at) ? forWordBegin : 0);
            const int inRow = r > 0 && c > 0 ? best[r - 1][c - 1] + forNextInRow : none;
            if (r == 0) {
                best[r][c] = own;
            } else if (std::max(before, inRow) > none / 2) {
                best[r][c] = own + std::max(before, inRow);
                from[r][c] = inRow >= before ? static_cast<int>(c) - 1 : beforeAt;
            }
        }
    }
    const auto end = std::max_element(best.back().begin(), best.back().end());
    if (end == best.back().end() || *end <= none / 2)
        return std::nullopt;
    FuzzyMatch match;
    // Of two texts that match alike the shorter one is meant.
    match.score = *end * 100 - static_cast<int>(std::min<std::size_t>(columns, 99));
    int at = static_cast<int>(end - best.back().begin());
    for (std::size_t r = rows; r-- > 0;) {
        match.letters.push_back(at);
        at = from[r][static_cast<std::size_t>(at)];
    }
    std::reverse(match.letters.begin(), match.letters.end());
    return match;
}

} // namespace weir
