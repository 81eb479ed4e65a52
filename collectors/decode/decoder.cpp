// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/decoder.h"

#include "collectors/decode/formats.h"
#include "core/config/formatnames.h"

#include <algorithm>
#include <iterator>

namespace weir {

Decoder::Decoder(std::vector<std::unique_ptr<Format>> formats)
    : m_detection(std::move(formats))
{
}

std::optional<Content> Decoder::open(const RawMessage& message, EventBatchBuilder& builder,
                                     const char*& reason)
{
    builder.setPayload(message.payload, Content::padding);
    reason = m_unpacker.open(message.payload);
    if (reason)
        return std::nullopt;
    Content content{m_unpacker.content(), builder.payloadRef(), message, builder.lastTime()};
    if (content.bytes.data() != message.payload.data())
        content.place = builder.append(content.bytes, Content::padding);
    return content;
}

void Decoder::decode(const RawMessage& message, EventBatchBuilder& builder)
{
    const char* reason = nullptr;
    if (const auto content = open(message, builder, reason)) {
        builder.setBody(content->place);
        reason = m_detection.decode(*content, builder);
    }
    m_isDecoded = !reason;
    if (reason) {
        builder.setUndecodable(reason);
        if (message.wireTime)
            builder.setTime(*message.wireTime);
    }
    m_unpacker.giveBack();
}

std::vector<Refusal> Decoder::refusals(const RawMessage& message)
{
    EventBatchBuilder scratch("", SourceKind::Kafka);
    scratch.beginEvent({scratch.streamIndex({}), 0, std::chrono::system_clock::now()});
    const char* reason = nullptr;
    const auto content = open(message, scratch, reason);
    return content ? m_detection.refusals(*content)
                   : std::vector<Refusal>{{"auto", std::string_view(reason)}};
}

Result<std::unique_ptr<Decoder>> makeDecoder(const SourceConfig& source,
                                             std::vector<std::unique_ptr<Format>> first)
{
    auto formats = std::move(first);
    std::ranges::move(makeFormats(source), std::back_inserter(formats));
    if (source.format != "auto") {
        std::erase_if(formats, [&](const std::unique_ptr<Format>& format) {
            return !isOfFamily(format->name(), source.format);
        });
    }
    if (formats.empty())
        return Error{Error::Code::InvalidInput, "format", "'" + source.format + "' is unknown"};
    return std::make_unique<Decoder>(std::move(formats));
}

Result<std::unique_ptr<Decoder>> makeDecoder(const std::string& format)
{
    SourceConfig source;
    source.format = format;
    return makeDecoder(source);
}

} // namespace weir
