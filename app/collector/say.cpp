// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/say.h"

#include "core/visible.h"

#include <cstdio>
#include <string>

namespace weir {

void say(std::string_view sentence)
{
    // In one call, so that lines of different threads stay whole.
    const std::string line = "weir-collector: " + visibleText(sentence) + "\n";
    std::fputs(line.c_str(), stderr);
}

void sayProblems(const std::vector<ConfigProblem>& problems)
{
    for (const ConfigProblem& problem : problems)
        say(problem.text());
}

} // namespace weir
