// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/eventwriter.h"
#include "core/pattern/patterngroups.h"

#include <optional>
#include <string>
#include <vector>

namespace weir::cli {

/// Patterns to print, with what one of their messages looks like.
struct PatternList
{
    PatternGroups groups; ///< what is left out by a limit is still part of `total`
    std::vector<std::optional<std::string>> examples; ///< of each pattern; nothing when it has gone
};

/// A whole list in one of the formats, a header where the format has one; what has no pattern of its own
/// at the end as `__other__`. Precondition: not Raw.
std::string printPatterns(const PatternList& list, const OutputOptions& output);

/// What is not told apart, as a sentence; nothing where everything is.
std::optional<std::string> incompleteness(const PatternGroups& groups);

} // namespace weir::cli
