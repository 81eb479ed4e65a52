// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/valuesink.h"

#include <cstdint>
#include <string>
#include <string_view>

struct cbor_callbacks;

namespace weir {

/// Puts the items of CBOR (RFC 8949) into a sink. Times (tags 0 and 1) are times; other tags are skipped, so that a
/// bignum is Bytes. libcbor reads the head of each item; nothing is allocated by what an item claims.
class CborReader final
{
public:
    explicit CborReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }

    /// The map at the head. Null, or why it cannot.
    const char* readMap(ValueSink& sink);
    std::string_view rest() const { return m_rest; }

private:
    enum class Kind {
        None,
        Natural,
        Negative, ///< -1 - number
        Bytes,
        Text,
        Array,
        Map,
        Tag,
        Real,
        Boolean,
        Null,
        Break,
    };

    /// The head of an item, strings with their content.
    struct Head
    {
        Kind kind = Kind::None;
        std::uint64_t number = 0; ///< value, count, tag
        double real = 0;
        std::string_view bytes;
        bool isIndefinite = false; ///< ended by Break
    };

    // Called by libcbor with the Head that is being read.
    static void put(void* head, Kind kind, std::uint64_t number);
    static void putReal(void* head, double number);
    static void putBytes(void* head, Kind kind, const unsigned char* bytes, std::size_t size);
    static void putIndefinite(void* head, Kind kind);
    static const cbor_callbacks& callbacks();

    bool next();
    const char* readItem(ValueSink& sink, const Head& head);
    const char* readScalar(ValueSink& sink, const Head& head);
    const char* readMapItems(ValueSink& sink, const Head& map);
    const char* readArrayItems(ValueSink& sink, const Head& array);
    const char* readTagged(ValueSink& sink, const Head& tag);
    const char* readNegative(ValueSink& sink, std::uint64_t number);
    const char* putKey(ValueSink& sink, const Head& key);
    bool joinChunks(Head& head);

    std::string_view m_rest;
    Head m_head;
    std::string m_joined; ///< of a string that came in chunks
};

} // namespace weir
