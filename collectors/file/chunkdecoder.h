// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/decoder.h"
#include "collectors/file/linechunk.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// From the lines of a file to batches of events with their positions.
/// Thread: one at a time; many threads have one each.
class ChunkDecoder final
{
public:
    using Labels = std::vector<std::pair<std::string, std::string>>;

    ChunkDecoder(const std::string& source, const Labels& labels, Stream stream,
                 std::unique_ptr<Decoder> decoder);

    /// One batch, or several when the lines turn out to be more than fits into one.
    std::vector<EventBatchPtr> decode(const LineChunk& chunk);

private:
    void add(const LineChunk::Line& line, std::string_view text);

    const Stream m_stream;
    const std::unique_ptr<Decoder> m_decoder;
    EventBatchBuilder m_builder;
};

} // namespace weir
