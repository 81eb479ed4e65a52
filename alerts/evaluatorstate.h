// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/rulestate.h"
#include "alerts/watermarks.h"
#include "core/result.h"

#include <string>
#include <vector>

namespace weir {

/// What is saved of one rule; the first five tell the window what it needs to know without the rule.
struct SavedRule
{
    std::string name;
    std::string hash;
    std::string summary;
    AlertSeverity severity = AlertSeverity::Warning;
    std::vector<std::string> by;
    RuleMemory memory;
};

struct SavedState
{
    Watermarks marks;
    std::vector<SavedRule> rules;
};

/// Compact JSON with whole numbers for times (ns) and counts, so that nothing is rounded.
std::string printState(const SavedState& state);

/// Corrupt when the text is not what printState() writes.
Result<SavedState> parseState(const std::string& text);

} // namespace weir
