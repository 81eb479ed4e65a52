// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/chunkdecoder.h"

#include "collectors/cutmessage.h"

#include <utility>

namespace weir {

ChunkDecoder::ChunkDecoder(const std::string& source, const Labels& labels, Stream stream,
                           std::unique_ptr<Decoder> decoder, const RedactRules& redact)
    : m_stream(std::move(stream))
    , m_decoder(std::move(decoder))
    , m_redactor(makeRedactor(redact))
    , m_builder(source, SourceKind::File, labels, importedBatch)
{
}

std::vector<EventBatchPtr> ChunkDecoder::decode(const LineChunk& chunk)
{
    std::vector<EventBatchPtr> batches;
    std::int64_t from = chunk.offsets.from;
    std::uint32_t stream = m_builder.streamIndex(m_stream);
    const auto publish = [&](std::int64_t to) {
        m_builder.addPosition(stream, {std::exchange(from, to), to});
        batches.push_back(m_builder.publish());
    };
    std::string_view text = chunk.text;
    for (const LineChunk::Line& line : chunk.lines) {
        if (m_builder.isFull()) {
            publish(line.offset);
            stream = m_builder.streamIndex(m_stream);
        }
        m_builder.beginEvent({stream, line.offset, chunk.received});
        add(line, text.substr(0, line.length));
        text.remove_prefix(line.length);
    }
    publish(chunk.offsets.to);
    return batches;
}

void ChunkDecoder::add(const LineChunk::Line& line, std::string_view text)
{
    if (m_redactor)
        return addRedacted(line, text);
    if (line.isCut)
        writeCut(m_builder, {text, line.size, line.hash});
    else
        m_decoder->decode({text, {}}, m_builder);
}

void ChunkDecoder::addRedacted(const LineChunk::Line& line, std::string_view text)
{
    m_redactor->begin();
    if (line.isCut) {
        writeCut(m_builder, m_redactor->redactCut({text, line.size, line.hash}));
    } else {
        const std::size_t mark = m_builder.arenaBytes();
        const std::string_view kept = m_redactor->redactPayload({text, {}}, *m_decoder, {});
        m_decoder->decode({kept, {}}, m_builder);
        m_redactor->redactEvents(m_builder, mark, m_decoder->lastFormat());
    }
    m_redactor->markRedacted(m_builder);
}

} // namespace weir
