// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"
#include "collectors/decode/decoder.h"
#include "collectors/kafka/kafkapeek.h"
#include "collectors/messageredactor.h"
#include "core/config/config.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/// What a message was taken for.
struct TakenFor
{
    struct Refusal
    {
        std::string format;
        std::string reason;
    };

    std::string format; ///< empty: nothing fits
    std::vector<Refusal> refused;
};

/// A message that is only looked at.
struct Preview
{
    std::string json; ///< the value of `message`
    std::string text; ///< a line for a person, made visible
    std::string format;
};

/// The preview of an event that was made of a message. `time`: of the message itself, if it has one.
Preview previewOf(const CollectorSetup& setup, const EventBatchPtr& batch, std::size_t row,
                  std::optional<TimePoint> time);

/// Shows records of Kafka as a source's decoder takes them, without what its redact rules name: their tags
/// are of this process alone. Thread: one at a time.
class KafkaPreviewer final
{
public:
    /// `setup` outlives it.
    static Result<std::unique_ptr<KafkaPreviewer>> make(const CollectorSetup& setup);

    Preview preview(const PeekedMessage& message);

private:
    KafkaPreviewer(const CollectorSetup& setup, std::unique_ptr<Decoder> decoder);

    void decode(const RawMessage& message);

    const CollectorSetup& m_setup;
    const std::unique_ptr<Decoder> m_decoder;
    const std::unique_ptr<MessageRedactor> m_redactor; ///< null: no rules
    EventBatchBuilder m_builder;
};

} // namespace weir
