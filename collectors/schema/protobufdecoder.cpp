// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/schema/protobufdecoder.h"

#include "collectors/decode/schema/avroblock.h"
#include "collectors/schema/protobufwalk.h"

#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>

#include <mutex>

namespace weir {

namespace {

namespace pb = google::protobuf;

constexpr const char* doesNotFit = "does not fit its Protobuf schema: malformed or cut off";
constexpr int deepest = 100; ///< of what is parsed; the sink stops earlier
constexpr std::int64_t longestPath = 16;
/// Parsed, a message of many empty parts is some thirty times as large.
constexpr std::size_t largest = std::size_t{4} << 20;

/// libprotobuf writes a line to stderr for each string that is not UTF-8: a producer could fill a log with them.
void silenceLibrary()
{
    static std::once_flag once;
    std::call_once(once, [] { pb::SetLogHandler(nullptr); });
}

} // namespace

struct ProtobufDecoder::Factory
{
    pb::DynamicMessageFactory messages;
};

ProtobufDecoder::ProtobufDecoder(std::unique_ptr<ProtobufSchema> schema, Framing framing,
                                 const pb::Descriptor* type)
    : m_schema(std::move(schema))
    , m_framing(framing)
    , m_type(type)
    , m_factory(std::make_unique<Factory>())
{
    silenceLibrary();
}

ProtobufDecoder::~ProtobufDecoder() = default;

/// The number of indexes and these, zig-zag; 0 is short for the first message.
const pb::Descriptor* ProtobufDecoder::takeType(std::string_view& rest) const
{
    if (m_framing != Framing::Indexed)
        return m_type;
    std::int64_t count = 0;
    if (!takeAvroLong(rest, count) || count < 0 || count > longestPath)
        return nullptr;
    std::vector<int> path;
    for (std::int64_t i = 0; i < count; ++i) {
        std::int64_t index = 0;
        if (!takeAvroLong(rest, index) || index < 0 || index > INT32_MAX)
            return nullptr;
        path.push_back(static_cast<int>(index));
    }
    if (path.empty())
        path.push_back(0);
    return m_schema->at(path);
}

const char* ProtobufDecoder::decode(const Content& content, EventBatchBuilder& builder)
{
    std::string_view rest = content.bytes;
    const pb::Descriptor* const type = takeType(rest);
    if (!type)
        return "its schema has no message of this index";
    if (rest.size() > largest)
        return "more than 4 MiB of Protobuf in one message";
    const std::unique_ptr<pb::Message> message(m_factory->messages.GetPrototype(type)->New());
    pb::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(rest.data()),
                                static_cast<int>(rest.size()));
    in.SetRecursionLimit(deepest);
    if (!message->ParseFromCodedStream(&in) || !in.ConsumedEntireMessage())
        return doesNotFit;
    if (m_framing == Framing::BareStrict
        && !message->GetReflection()->GetUnknownFields(*message).empty())
        return "has fields that its Protobuf schema does not have";
    Records records(builder);
    return m_sink.write(records, content, builder, content.message.wireTime,
                        [&](ValueSink& sink) { return putMessage(*message, sink); });
}

} // namespace weir
