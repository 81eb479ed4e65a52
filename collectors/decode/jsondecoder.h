// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/decoder.h"
#include "collectors/decode/eventfields.h"

#include <memory>
#include <string>

namespace weir {

/// One JSON object a message. Nested keys become dotted names, arrays stay JSON text, null is
/// absent, numbers keep their text; values without escapes are pieces of the payload. What
/// EventFields knows by name becomes time, severity, body and so on.
///
/// Undecodable: bytes that are not UTF-8, no object, malformed JSON, deeper than 64, more than 1000
/// fields, a name longer than 1 KiB.
class JsonDecoder final : public Decoder
{
public:
    JsonDecoder();
    ~JsonDecoder() override;

    void decode(const RawMessage& message, EventBatchBuilder& builder) override;

private:
    struct Parser;
    class Walk;

    std::unique_ptr<Parser> m_parser; ///< hides simdjson
    EventFields m_fields;
    std::string m_names; ///< dotted and unescaped names of this event; never grows
    std::string m_unescaped;
};

/// Whether a message would be taken for a JSON object: its first byte that is not blank.
bool looksLikeJsonObject(std::string_view payload);

} // namespace weir
