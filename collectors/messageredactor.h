// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/cutmessage.h"
#include "collectors/decode/decoder.h"
#include "collectors/decode/unpack.h"
#include "collectors/redact/redactor.h"
#include "core/eventbatchbuilder.h"

#include <memory>
#include <string_view>

namespace weir {

/// What the rules of a source do to a message on its way through the decoder. For each message, in this
/// order: begin(), key and headers, redactPayload(), the decoder, redactEvents(), markRedacted().
///
/// - Text is redacted before it is decoded, so that its payload is what is left. What came compressed stays
///   unpacked where something was taken out.
/// - A binary message is redacted after it was decoded, by the names and values of its fields. Its payload
///   cannot be changed in place: where something is found it is not stored, and the events have the field
///   `weir.withheld`.
/// - Of what can be neither read as text nor decoded nothing is stored but size, hash and reason.
///
/// Thread: one; keeps its buffers.
class MessageRedactor final
{
public:
    /// Why there is no payload; of a message that was decoded it begins with the format and a space.
    static constexpr std::string_view withheldField = "weir.withheld";

    /// Precondition: the rules are not empty, and have a key.
    explicit MessageRedactor(const RedactRules& rules);

    void begin();
    /// Valid until the next call of any, as everything that is returned here.
    std::string_view redactKey(std::string_view bytes);
    std::string_view redactHeader(std::string_view name, std::string_view value);
    /// What is to be decoded in place of the payload. `decoder` knows what messages of the topic are;
    /// `configured` is the format of the source, `auto` or empty where it is to be found out.
    std::string_view redactPayload(const RawMessage& message, const Decoder& decoder,
                                   std::string_view configured);
    /// What is kept of a message above the limit: nothing where its beginning is no text.
    CutMessage redactCut(const CutMessage& cut);

    /// `mark`: EventBatchBuilder::arenaBytes() before the payload was decoded, key and headers included.
    /// `format`: what took it, empty when it was undecodable.
    void redactEvents(EventBatchBuilder& builder, std::size_t mark, std::string_view format);
    /// Gives every event of the message the field `weir.redacted`, the number of values. None: nothing.
    void markRedacted(EventBatchBuilder& builder) const;

    /// Values that were taken out of this message so far.
    std::size_t count() const { return m_count; }
    /// Neither changed nor taken away: the payload may be stored as it came.
    bool isUntouched() const { return m_count == 0 && !m_isWithheld; }

private:
    std::string_view counted(std::string_view left);
    bool isOfBinaryFormat(std::string_view format);
    void withhold(EventBatchBuilder& builder, std::size_t mark);

    Redactor m_redactor;
    MessageUnpacker m_unpacker;
    std::size_t m_count = 0;
    bool m_isText = true; ///< the payload, unpacked
    bool m_isWithheld = false;
    std::string_view m_lastFormat; ///< that isOfBinaryFormat() was asked for
    bool m_isLastBinary = false;
    std::uint64_t m_size = 0; ///< of a payload that is no text, as it came
    std::uint64_t m_hash = 0;
};

/// Null where there are no rules, so that messages without any cost nothing.
std::unique_ptr<MessageRedactor> makeRedactor(const RedactRules& rules);

} // namespace weir
