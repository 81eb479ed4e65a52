// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "collectors/decode/detection.h"
#include "collectors/decode/unpack.h"
#include "core/config/config.h"
#include "core/eventbatchbuilder.h"
#include "core/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace weir {

/// From the bytes of a message to events. The first event was begun by the caller
/// (EventBatchBuilder::beginEvent); further records of the message are events of their own behind it. A
/// message that was compressed as a whole is unpacked for reading; its payload stays as it came. What is not
/// understood becomes an undecodable event with its reason; nothing is ever dropped.
///
/// Thread: one at a time; keeps buffers between messages, and what it has learnt of topics.
class Decoder final
{
public:
    /// All formats, or those of one name.
    explicit Decoder(std::vector<std::unique_ptr<Format>> formats);

    void decode(const RawMessage& message, EventBatchBuilder& builder);

    /// What took the last message, such as `logfmt`; empty when none did.
    std::string_view lastFormat() const
    {
        return m_isDecoded ? m_detection.lastFormat() : std::string_view();
    }
    std::string_view formatOf(std::string_view topic) const { return m_detection.formatOf(topic); }
    /// Why the other formats did not take it.
    std::vector<Refusal> refusals(const RawMessage& message);

private:
    /// The content of a message; null, with a reason, when it cannot be unpacked.
    std::optional<Content> open(const RawMessage& message, EventBatchBuilder& builder,
                                const char*& reason);

    Detection m_detection;
    bool m_isDecoded = false; ///< the last message
    MessageUnpacker m_unpacker;
};

/// The decoder of a source. `first` are formats that are asked before the built-in ones, such as those that need a schema.
/// InvalidInput for a format that is not known.
Result<std::unique_ptr<Decoder>> makeDecoder(const SourceConfig& source,
                                             std::vector<std::unique_ptr<Format>> first = {});

/// `auto`, or the name of a format, without anything else configured.
Result<std::unique_ptr<Decoder>> makeDecoder(const std::string& format);

} // namespace weir
