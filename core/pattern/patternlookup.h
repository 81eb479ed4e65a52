// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/formcounts.h"
#include "core/pattern/patternminer.h"

#include <string_view>
#include <unordered_map>

namespace weir {

/// Tells for a form that is none of some forms whether it has the pattern of one of them: where words
/// vary, a few of them make the pattern, and any other word is of it too.
///
/// Thread: one at a time. The forms outlive it, and none of them goes.
class PatternLookup final
{
public:
    explicit PatternLookup(FormCounts::Forms& forms);

    /// The sightings of the oldest form that has the pattern of this one; null when there is none.
    Sightings* find(std::string_view form);

private:
    PatternMiner m_miner;
    std::unordered_map<PatternId, Sightings*> m_founders;
};

} // namespace weir
