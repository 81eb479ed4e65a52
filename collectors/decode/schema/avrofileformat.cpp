// SPDX-License-Identifier: GPL-3.0-or-later
// https://avro.apache.org/docs/1.11.1/specification/#object-container-files
#include "collectors/decode/schema/avrofileformat.h"

#include "collectors/decode/schema/avroblock.h"
#include "collectors/decode/schema/avroreader.h"

namespace weir {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view magic = "Obj\x01"sv;
constexpr std::size_t syncSize = 16;
constexpr const char* malformed = "Avro, but malformed or cut off";
constexpr std::size_t keptBuffer = std::size_t{1} << 20;

/// Cuts a file into its head and its blocks.
class Container
{
public:
    explicit Container(std::string_view bytes)
        : m_rest(bytes.substr(magic.size()))
    {
    }

    std::string_view schema() const { return m_schema; }
    std::string_view codec() const { return m_codec; }
    bool isAtEnd() const { return m_rest.empty(); }

    /// A map of bytes, then the mark that ends each block.
    bool takeHead()
    {
        for (;;) {
            std::int64_t count = 0;
            std::int64_t size = 0;
            if (!takeLong(count) || count == INT64_MIN || (count < 0 && !takeLong(size)))
                return false;
            if (count == 0)
                return take(syncSize, m_sync);
            for (std::int64_t i = count < 0 ? -count : count; i > 0; --i) {
                if (!takeEntry())
                    return false;
            }
        }
    }

    bool takeBlock(std::int64_t& count, std::string_view& bytes)
    {
        std::string_view sync;
        return takeLong(count) && count >= 0 && takeSized(bytes) && take(syncSize, sync)
            && sync == m_sync;
    }

private:
    bool takeEntry()
    {
        std::string_view key;
        std::string_view value;
        if (!takeSized(key) || !takeSized(value))
            return false;
        if (key == "avro.schema")
            m_schema = value;
        else if (key == "avro.codec")
            m_codec = value;
        return true;
    }
    bool take(std::size_t size, std::string_view& bytes)
    {
        if (size > m_rest.size())
            return false;
        bytes = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return true;
    }
    bool takeSized(std::string_view& bytes)
    {
        std::int64_t size = 0;
        return takeLong(size) && size >= 0 && take(static_cast<std::size_t>(size), bytes);
    }
    bool takeLong(std::int64_t& number) { return takeAvroLong(m_rest, number); }

    std::string_view m_rest;
    std::string_view m_schema;
    std::string_view m_codec;
    std::string_view m_sync;
};

} // namespace

const char* AvroFileFormat::refuse(const Content& content) const
{
    return content.bytes.starts_with(magic) ? nullptr : "no Avro file: does not begin with Obj";
}

const char* AvroFileFormat::useSchema(std::string_view json)
{
    if (m_schema && json == m_json)
        return nullptr;
    constexpr static const char* unreadable = "Avro, but its schema cannot be read";
    m_schema.reset();
    if (json.empty())
        return unreadable;
    auto schema = AvroSchema::parse(json);
    if (!schema)
        return unreadable;
    m_schema = std::make_unique<AvroSchema>(std::move(*schema));
    m_json = json;
    return nullptr;
}

const char* AvroFileFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Container container(content.bytes);
    if (!container.takeHead())
        return malformed;
    if (const char* reason = useSchema(container.schema()))
        return reason;
    Records records(builder);
    while (!container.isAtEnd()) {
        std::int64_t count = 0;
        std::string_view packed;
        if (!container.takeBlock(count, packed))
            return malformed;
        AvroBlock block(content, builder, m_unpacked);
        if (const char* reason = block.open(container.codec(), packed))
            return reason;
        std::string_view rest = block.content().bytes;
        for (std::int64_t i = 0; i < count; ++i) {
            std::string_view after;
            const char* const reason = m_sink.write(records, block.content(), builder,
                                                    content.message.wireTime, [&](ValueSink& sink) {
                                                        AvroReader reader(*m_schema, rest);
                                                        const char* const wrong = reader.read(sink);
                                                        after = reader.rest();
                                                        return wrong;
                                                    });
            if (reason)
                return reason;
            rest = after;
        }
        if (!rest.empty())
            return malformed;
    }
    if (m_unpacked.capacity() > keptBuffer)
        std::string().swap(m_unpacked);
    return records.count() > 0 ? nullptr : "an Avro file without records";
}

} // namespace weir
