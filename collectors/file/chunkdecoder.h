// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/decoder.h"
#include "collectors/file/linechunk.h"
#include "collectors/messageredactor.h"

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
                 std::unique_ptr<Decoder> decoder, const RedactRules& redact = {});

    /// One batch, or several when the lines turn out to be more than fits into one.
    std::vector<EventBatchPtr> decode(const LineChunk& chunk);

private:
    void add(const LineChunk::Line& line, std::string_view text);
    void addRedacted(const LineChunk::Line& line, std::string_view text);

    const Stream m_stream;
    const std::unique_ptr<Decoder> m_decoder;
    const std::unique_ptr<MessageRedactor> m_redactor; ///< null: no rules
    EventBatchBuilder m_builder;
};

} // namespace weir
