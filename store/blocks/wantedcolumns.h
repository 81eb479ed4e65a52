// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace weir {

/// Which columns of a block somebody wants; the others come back as their defaults.
struct WantedColumns
{
    bool everything = true;
    // Unless everything:
    bool severities = false;
    bool bodies = false;
    bool traceIds = false;
    bool spanIds = false;
    std::vector<std::string> fields;
    std::vector<std::string> numbers; ///< fields of which the texts may stay empty
};

} // namespace weir
