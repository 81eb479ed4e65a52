// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/decoder.h"

#include "collectors/decode/jsondecoder.h"
#include "collectors/decode/textdecoder.h"

namespace weir {

namespace {

/// Decides for each message.
class AutoDecoder final : public Decoder
{
public:
    void decode(const RawMessage& message, EventBatchBuilder& builder) override
    {
        if (looksLikeJsonObject(message.payload))
            m_json.decode(message, builder);
        else
            m_text.decode(message, builder);
    }

private:
    JsonDecoder m_json;
    TextDecoder m_text;
};

} // namespace

Result<std::unique_ptr<Decoder>> makeDecoder(const std::string& format)
{
    if (format == "auto")
        return std::unique_ptr<Decoder>(std::make_unique<AutoDecoder>());
    if (format == "json")
        return std::unique_ptr<Decoder>(std::make_unique<JsonDecoder>());
    if (format == "text")
        return std::unique_ptr<Decoder>(std::make_unique<TextDecoder>());
    return Error{Error::Code::InvalidInput, "format",
                 "'" + format + "' is unknown; known are auto, json and text"};
}

} // namespace weir
