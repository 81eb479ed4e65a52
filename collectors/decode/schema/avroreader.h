// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/schema/avroschema.h"
#include "collectors/decode/valuesink.h"

#include <optional>
#include <string_view>

namespace weir {

/// Reads Avro's binary encoding into a sink. Union branches are not named; enums are their symbol, times RFC 3339, decimals
/// numbers. What a message claims is never allocated.
class AvroReader final
{
public:
    AvroReader(const AvroSchema& schema, std::string_view bytes)
        : m_schema(schema)
        , m_rest(bytes)
        , m_budget(bytes.size() + itemsForFree)
    {
    }

    /// One datum. What is no record and no map becomes the field `value`. Null, or why it is none.
    const char* read(ValueSink& sink);
    std::string_view rest() const { return m_rest; }

private:
    /// Items of arrays may have no bytes at all, such as null; so their number is bounded too.
    static constexpr std::size_t itemsForFree = 1000;

    using Node = AvroSchema::Node;

    const char* readNode(const Node& node, ValueSink& sink, int depth);
    const char* readComplex(const Node& node, ValueSink& sink, int depth);
    const char* readRecord(const Node& node, ValueSink& sink, int depth);
    const char* readUnion(const Node& node, ValueSink& sink, int depth);
    const char* readArray(const Node& node, ValueSink& sink, int depth);
    const char* readMap(const Node& node, ValueSink& sink, int depth);
    const char* readLong(const Node& node, ValueSink& sink);
    const char* readBytes(const Node& node, ValueSink& sink);
    template<typename Item>
    const char* readBlocks(Item item);

    bool takeLong(std::int64_t& number);
    bool takeBytes(std::size_t size, std::string_view& bytes);
    bool takeSized(std::string_view& bytes);

    const AvroSchema& m_schema;
    std::string_view m_rest;
    std::size_t m_budget; ///< how many items of arrays and maps may still come
};

/// Two's complement, big endian, as a decimal number. Nothing for what does not fit into 64 bits.
std::optional<std::string> avroDecimal(std::string_view bytes, int scale);

} // namespace weir
