// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"
#include "core/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

/// One message as it came from the wire.
struct RawMessage
{
    std::string_view payload;
    /// The broker's timestamp, used when the payload has no time of its own.
    std::optional<TimePoint> wireTime;
};

/// From the bytes of a message to an event's fields. The event was begun by the caller
/// (EventBatchBuilder::beginEvent); key and headers are the caller's too. What is not understood
/// becomes an undecodable event with its reason; nothing is ever dropped.
///
/// Thread: one at a time; keeps buffers between messages.
class Decoder
{
public:
    Decoder() = default;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    virtual ~Decoder() = default;

    virtual void decode(const RawMessage& message, EventBatchBuilder& builder) = 0;
};

/// `auto`, `json` or `text`; other names are InvalidInput. `auto` decides for each message by its
/// first byte: `{` is JSON (an object that fails to parse is undecodable), valid UTF-8 is text.
Result<std::unique_ptr<Decoder>> makeDecoder(const std::string& format);

} // namespace weir
