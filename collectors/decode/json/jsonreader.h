// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "collectors/decode/eventfields.h"

#include <memory>
#include <string>

namespace weir {

/// Reads JSON objects into events. Nested keys become dotted names, arrays stay JSON text, null is
/// absent, numbers keep their text; values without escapes are pieces of the payload. What
/// EventFields knows by name becomes time, severity, body and so on.
///
/// Refuses bytes that are not UTF-8, malformed JSON, deeper than 64, more than 1000 fields, a name
/// longer than 1 KiB.
///
/// Thread: one at a time; keeps buffers between messages, so the dialects of JSON share one.
class JsonReader final
{
public:
    JsonReader();
    ~JsonReader();
    JsonReader(const JsonReader&) = delete;
    JsonReader& operator=(const JsonReader&) = delete;

    enum class Shape {
        Object, ///< exactly one object
        Objects, ///< an array of objects, or objects one after the other: each is a record
    };

    /// Null when it is done, else why not.
    const char* read(const Content& content, Shape shape, const FieldRules& rules,
                     EventBatchBuilder& builder);

private:
    struct Parser;
    class Walk;

    std::unique_ptr<Parser> m_parser; ///< hides simdjson
    EventFields m_fields;
    std::string m_names; ///< dotted and unescaped names of this event; never grows
    std::string m_unescaped;
};

/// The first byte that is not blank, after a byte order mark; 0: there is none.
char firstCharacter(std::string_view text);

} // namespace weir
