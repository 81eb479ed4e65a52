// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"
#include "core/stream.h"
#include "core/timepoint.h"

#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/// What is imported is written once and read often, so its blocks are large ones from the start.
constexpr EventBatchBuilder::Limits importedBatch{32'768, std::size_t{16} << 20};

/// Lines that follow each other in a file: as many as make a full batch, so that any thread can make
/// a block of them.
struct LineChunk
{
    struct Line
    {
        std::int64_t offset = 0;
        std::uint32_t length = 0; ///< in `text`
        bool isCut = false; ///< only its beginning is kept
        std::uint64_t size = 0; ///< of the whole line
        std::uint64_t hash = 0; ///< of the whole line, if cut
    };

    OffsetRange offsets; ///< of everything, line ends included
    std::string text; ///< the lines, one after another
    std::vector<Line> lines;
    TimePoint received;
};

} // namespace weir
