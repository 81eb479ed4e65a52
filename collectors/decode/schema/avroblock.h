// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "core/eventbatchbuilder.h"

#include <optional>
#include <string>
#include <string_view>

namespace weir {

/// A block of an Avro file, unpacked.
class AvroBlock final
{
public:
    /// All outlive it; `buffer` holds what was unpacked.
    AvroBlock(const Content& file, EventBatchBuilder& builder, std::string& buffer)
        : m_file(file)
        , m_builder(builder)
        , m_buffer(buffer)
    {
    }

    /// `packed` is a part of the file. Null, or why it cannot be unpacked.
    const char* open(std::string_view codec, std::string_view packed);
    const Content& content() const { return *m_content; }

private:
    const char* unpackSnappy(std::string_view packed);

    const Content& m_file;
    EventBatchBuilder& m_builder;
    std::string& m_buffer;
    std::optional<Content> m_content;
};

/// Avro's number at the head of `rest`: zig-zag, seven bits a byte. False when it is cut off or longer than ten bytes.
bool takeAvroLong(std::string_view& rest, std::int64_t& number);

} // namespace weir
