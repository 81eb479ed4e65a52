// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// How many single changes (a letter more, less, another one, two neighbours swapped) make one of the
/// other.
std::size_t editDistance(std::string_view left, std::string_view right);

/// The name that `word` was probably meant to be; empty when none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& names);

/// What to say after an unknown name: `; did you mean 'topics'?` when one of the names is near, else
/// `; known are a, b, c`.
std::string suggestion(std::string_view word, const std::vector<std::string_view>& names);

} // namespace weir
