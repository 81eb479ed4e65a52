// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/indexwriter.h"

#include <string_view>

namespace weir::test {

/// What a writer is busy with when it is killed.
struct KillPhase
{
    const char* name;
    void (*configure)(WriterOptions&);
    /// Slices the index must have begun by the end, or the kills met nothing.
    std::int64_t leastSlices;
    bool removesEvents; ///< the oldest may be gone
};

/// A phase that is added here is killed by tst_killsafety and by the nightly run.
constexpr KillPhase killPhases[] = {
    {"commit", [](WriterOptions&) {}, 1, false},
    {"rotation", [](WriterOptions& options) { options.sliceBytes = 256 << 10; }, 10, false},
    {"retention",
     [](WriterOptions& options) {
         options.sliceBytes = 256 << 10;
         options.retention.index.bytes = 2 << 20;
     },
     10, true},
};

inline const KillPhase* killPhase(std::string_view name)
{
    for (const KillPhase& phase : killPhases) {
        if (name == phase.name)
            return &phase;
    }
    return nullptr;
}

} // namespace weir::test
