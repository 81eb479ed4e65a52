// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Takes the next line that is not blank, without its end. False when there is none.
bool takeLine(std::string_view& rest, std::string_view& line);

/// How many labels the samples of one message may have together: formats that say them once for
/// many samples would let a small message become a large batch.
constexpr std::size_t mostLabelsOfMessage = 1'000'000;
constexpr const char* tooManyLabels = "more than a million labels in one message";

/// A label of a sample: where its name is (content, or a literal) and its value in the arena.
struct Label
{
    std::string_view name;
    ArenaRef value;
};

} // namespace weir
