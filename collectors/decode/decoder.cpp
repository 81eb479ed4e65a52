// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/decoder.h"

#include "collectors/decode/formats.h"
#include "collectors/decode/unpack.h"
#include "core/config/formatnames.h"

#include <algorithm>
#include <iterator>

namespace weir {

namespace {

constexpr int mostPackings = 2;
/// Above this a buffer is given back after its message.
constexpr std::size_t keptBuffer = std::size_t{1} << 20;

void giveBack(std::string& buffer)
{
    if (buffer.capacity() > keptBuffer)
        std::string().swap(buffer);
}

} // namespace

Decoder::Decoder(std::vector<std::unique_ptr<Format>> formats)
    : m_detection(std::move(formats))
{
}

std::optional<Content> Decoder::open(const RawMessage& message, EventBatchBuilder& builder,
                                     const char*& reason)
{
    builder.setPayload(message.payload, Content::padding);
    Content content{message.payload, builder.payloadRef(), message, builder.lastTime()};
    for (int level = 0;; ++level) {
        const Packing packing = packingOf(content.bytes);
        if (packing == Packing::None)
            break;
        reason = level == mostPackings
            ? "compressed more than twice"
            : unpack(packing, content.bytes, UnpackLimits{}, level == 0 ? m_unpacked : m_packed);
        // Zlib's two bytes may be text as well.
        if (reason && packing == Packing::Zlib)
            break;
        if (reason)
            return std::nullopt;
        content.bytes = level == 0 ? m_unpacked : m_packed;
    }
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
    giveBack(m_unpacked);
    giveBack(m_packed);
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
