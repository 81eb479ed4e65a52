// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace weir {

/// How well what somebody types stands for a text.
struct FuzzyMatch
{
    int score = 0; ///< higher is better
    std::vector<int> letters; ///< of the text, from left to right; ascending

    friend bool operator==(const FuzzyMatch&, const FuzzyMatch&) = default;
};

/// Whether the letters of `typed` occur in `text` in their order, whatever their case; spaces count for
/// nothing. Letters that begin words and letters in a row are worth more. Empty: everything matches.
std::optional<FuzzyMatch> fuzzyMatch(const QString& typed, const QString& text);

} // namespace weir
