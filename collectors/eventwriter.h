// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/batchsink.h"
#include "collectors/cutmessage.h"
#include "collectors/decode/decoder.h"
#include "collectors/messageredactor.h"
#include "collectors/sourcemonitor.h"
#include "collectors/stopsignal.h"
#include "core/config/config.h"

#include <chrono>
#include <deque>
#include <memory>
#include <string>

namespace weir {

/// Messages in, batches out: what is between a wire and the sink for every kind of source.
///
/// What the source's redact rules name is taken out before anything is kept (MessageRedactor). Such an event
/// has the field `weir.redacted`: how many values, those of its key and its headers included.
///
/// Thread: the source's.
class EventWriter final
{
public:
    /// All three outlive it.
    EventWriter(const SourceConfig& source, SourceKind kind, std::unique_ptr<Decoder> decoder,
                BatchSink& sink, SourceMonitor& monitor);

    /// For positions, gaps and marks of the message just added.
    EventBatchBuilder& builder() { return m_builder; }

    /// Decodes a message as the next event, or several. One at which a decoder throws is kept as
    /// undecodable: it would be met again at every start.
    void add(const EventBatchBuilder::Arrival& arrival, const RawMessage& message);
    /// The same for a message that is read from a conversion; `bytes` are kept as they came.
    void addConverted(const EventBatchBuilder::Arrival& arrival, const RawMessage& message,
                      std::string_view bytes);
    /// Whether there are redact rules: then bytes that are no text are not kept.
    bool isRedacting() const { return m_redactor != nullptr; }
    /// The payload of `message` is not looked at.
    void addCut(const EventBatchBuilder::Arrival& arrival, const CutMessage& cut,
                const RawMessage& message);
    /// A message without any value, which in a compacted topic deletes its key: neither empty nor
    /// missing. Has the field `kafka.tombstone`.
    void addTombstone(const EventBatchBuilder::Arrival& arrival, const RawMessage& message);
    void addGap(const Gap& gap);

    /// Full, or its first event old enough.
    bool isDue() const;
    bool isFull() const { return m_builder.isFull(); }
    bool isEmpty() const { return m_builder.isEmpty(); }
    /// How long until isDue() by age alone, at most `atMost`.
    std::chrono::milliseconds untilDue(std::chrono::milliseconds atMost) const;

    /// Publishes what was added and pushes it. False when there was no room: the batch is kept, and
    /// pushed by the next call before anything else.
    bool tryFlush();
    /// Waits for room as long as it takes; after a stop a moment only. False when it was given up.
    bool flush(const StopSignal& stop);

private:
    using Clock = std::chrono::steady_clock;

    void begin(const EventBatchBuilder::Arrival& arrival, const RawMessage& message);
    void publish();
    void decode(const RawMessage& message);
    void keepAsItCame(const RawMessage& message, const char* why);
    void markRedacted();

    BatchSink& m_sink;
    SourceMonitor& m_monitor;
    const std::unique_ptr<Decoder> m_decoder;
    const std::string m_format; ///< as configured: `auto`, or a name
    const std::unique_ptr<MessageRedactor> m_redactor; ///< null: no rules
    std::vector<MessageHeader> m_headers; ///< of the message being written, as they are kept
    std::deque<std::string> m_keptValues; ///< behind those that were redacted
    EventBatchBuilder m_builder;
    EventBatchPtr m_refused; ///< published, and not yet in the sink
    Clock::time_point m_begun; ///< when the builder got its first content
    std::uint64_t m_undecodable = 0; ///< since the last publish
    std::uint64_t m_bytes = 0;
};

} // namespace weir
