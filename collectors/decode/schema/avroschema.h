// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

/// A schema of Avro, as JSON says it: https://avro.apache.org/docs/1.11.1/specification/
///
/// Debian's libavro would parse one too, but it forgets logical types (times would be bare numbers), and it
/// reads hostile data without limits.
class AvroSchema final
{
public:
    enum class Type {
        Null,
        Boolean,
        Int,
        Long,
        Float,
        Double,
        Bytes,
        String,
        Record,
        Enum,
        Array,
        Map,
        Union,
        Fixed,
    };
    enum class Logical {
        None,
        Date,
        TimestampMillis,
        TimestampMicros,
        TimestampNanos,
        Decimal,
    };

    /// A type. Types refer to each other by their index, since a record may hold itself.
    struct Node
    {
        Type type = Type::Null;
        Logical logical = Logical::None;
        std::size_t size = 0; ///< Fixed: bytes
        int scale = 0; ///< Decimal
        std::vector<std::string> names; ///< of a record's fields, of an enum's symbols
        std::vector<std::size_t> types; ///< of the fields, items, values or branches
    };

    using Text = std::pair<std::string, std::string>; ///< a name that does not matter, and JSON

    /// `references` define types that it names, and each those that the following name. The error is a sentence.
    static Result<AvroSchema> parse(std::string_view json,
                                    const std::vector<Text>& references = {});

    const Node& root() const { return m_nodes[m_root]; }
    const Node& node(std::size_t index) const { return m_nodes[index]; }

private:
    class Parser;

    std::vector<Node> m_nodes;
    std::size_t m_root = 0;
};

} // namespace weir
