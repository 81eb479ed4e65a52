// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/formcounts.h"
#include "core/pattern/patternset.h"

#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/// Messages of one pattern.
struct PatternGroup
{
    /// The pattern's name: a hash of the form that founded it, which is the one of its oldest message.
    /// A message that comes later, or a pattern that becomes more general by it, does not change it.
    std::uint64_t id = 0;
    std::string text; ///< with `<*>` for what varies; bytes of messages, so not always UTF-8
    Sightings seen; ///< `oldest` is an example
};

struct PatternGroups
{
    std::vector<PatternGroup> patterns; ///< the most frequent first, then by their oldest message
    Sightings other; ///< what no pattern could be kept for
    std::uint64_t total = 0;
};

/// Mines the forms in the order of their oldest messages: the same as to give all messages to a
/// PatternMiner in the order of their seqs. So the patterns depend on the messages alone, and neither
/// on how they are stored nor on the order they were counted in.
///
/// An id is the same on every machine as long as the oldest message of its pattern is among those
/// that are counted. Most patterns have one form only, and so one id everywhere. One that stands for
/// several words (`user <*>`) is named after the oldest of them: where that is out of the range or
/// has been retired, another one names it.
PatternGroups groupForms(const FormCounts& counts, const PatternLimits& limits = {});

} // namespace weir
