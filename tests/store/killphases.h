// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/indexwriter.h"

#include <chrono>
#include <string>
#include <string_view>

namespace weir::test {

/// What a writer is busy with when it is killed. It always appends `numbers`, and in some phases
/// `noise`, whose seqs lie between them, or `imported`. Each event says in its payload which offset of
/// its source it is.
struct KillPhase
{
    const char* name;
    void (*configure)(WriterOptions&);
    /// Of numbers; 0: as fast as it can, which leaves little for what is done in the background.
    unsigned eventsPerSecond = 0;
    std::chrono::milliseconds longest{60}; ///< from the first commit until it is killed, at most
    bool hasNoise = false;
    bool imports = false; ///< has slices of `imported` adopted, one after another
    bool purges = false; ///< every third event of noise, again and again
    /// Whose oldest events retention removes: "noise", "all", or of nobody.
    std::string_view expires = {};

    // What the index must have come to by the end, or the kills met nothing.
    std::int64_t leastSlices = 1;
    int leastRevision = 0;
    bool compacts = false;

    bool mayExpire(const std::string& source) const
    {
        return expires == "all" || expires == source;
    }
    bool mayBePurged(const std::string& source, std::int64_t offset) const
    {
        return purges && source == "noise" && offset % 3 == 0;
    }
};

inline std::string killPayload(const std::string& source, std::int64_t offset)
{
    const bool isSecret = source == "noise" && offset % 3 == 0;
    return (isSecret ? "a secret of " : "an event of ") + source + ", number "
        + std::to_string(offset);
}

/// Whatever there is to compact is compacted at once.
inline void compactAtOnce(WriterOptions& options)
{
    options.compaction = CompactionOptions{};
    options.compaction->enoughEvents = 500;
    options.compaction->interval = std::chrono::milliseconds(1);
}

/// The same in slices that are soon complete, and sealed.
inline void sealOften(WriterOptions& options)
{
    compactAtOnce(options);
    options.sliceBytes = 320 << 10; // an empty one has 224
}

/// A phase that is added here is killed by tst_killsafety and by the nightly run.
constexpr KillPhase killPhases[] = {
    {.name = "commit", .configure = [](WriterOptions&) {}},
    {.name = "rotation",
     .configure = [](WriterOptions& options) { options.sliceBytes = 256 << 10; },
     .leastSlices = 10},
    {.name = "compaction",
     .configure =
         [](WriterOptions& options) {
             compactAtOnce(options);
             options.compaction->enoughEvents = 50; // many small blocks are replaced more often
             options.compaction->mostEvents = 300;
         },
     .eventsPerSecond = 200'000,
     .longest = std::chrono::milliseconds(100),
     .hasNoise = true,
     .compacts = true},
    {.name = "sealing",
     .configure = sealOften,
     .eventsPerSecond = 200'000,
     .longest = std::chrono::milliseconds(150),
     .hasNoise = true,
     .leastSlices = 10,
     .leastRevision = 1},
    {.name = "retention",
     .configure =
         [](WriterOptions& options) {
             options.sliceBytes = 256 << 10;
             options.retention.index.bytes = 2 << 20;
         },
     .expires = "all",
     .leastSlices = 10},
    {.name = "retention of a source",
     .configure =
         [](WriterOptions& options) {
             sealOften(options);
             options.retention.sources["noise"] = {std::chrono::seconds(5), 100'000};
         },
     .eventsPerSecond = 200'000,
     .longest = std::chrono::milliseconds(250),
     .hasNoise = true,
     .expires = "noise",
     .leastSlices = 10,
     .leastRevision = 2},
    {.name = "adoption",
     .configure = sealOften,
     .eventsPerSecond = 50'000,
     .longest = std::chrono::milliseconds(150),
     .imports = true,
     .leastSlices = 10,
     .leastRevision = 1},
    {.name = "purge",
     .configure = sealOften,
     .eventsPerSecond = 5'000, // a purge begins when every complete slice is sealed
     .longest = std::chrono::milliseconds(250),
     .hasNoise = true,
     .purges = true,
     .leastSlices = 5,
     .leastRevision = 2},
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
