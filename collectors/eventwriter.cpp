// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/eventwriter.h"

#include <xxhash.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace weir {

namespace {

constexpr auto patienceAfterStop = std::chrono::milliseconds(80);
constexpr auto waitAtOnce = std::chrono::milliseconds(50);

} // namespace

EventWriter::EventWriter(const SourceConfig& source, SourceKind kind,
                         std::unique_ptr<Decoder> decoder, BatchSink& sink, SourceMonitor& monitor)
    : m_sink(sink)
    , m_monitor(monitor)
    , m_decoder(std::move(decoder))
    , m_redactor(makeRedactor(source.redact))
    , m_builder(source.name, kind, source.labels)
{
}

void EventWriter::begin(const EventBatchBuilder::Arrival& arrival, const RawMessage& message)
{
    if (m_builder.isEmpty())
        m_begun = Clock::now();
    m_builder.beginEvent(arrival);
    m_redacted = 0;
    m_headers.assign(message.headers.begin(), message.headers.end());
    m_keptValues.clear();
    if (!message.key.empty())
        m_builder.setKey(redact(message.key));
    for (MessageHeader& header : m_headers) {
        if (m_redactor)
            header.value = m_keptValues.emplace_back(redact(header.value));
        m_builder.addHeader(header.name, header.value);
    }
}

std::string_view EventWriter::redact(std::string_view bytes)
{
    if (!m_redactor)
        return bytes;
    const std::string_view kept = m_redactor->redact(bytes);
    m_redacted += m_redactor->count();
    m_monitor.addRedacted(m_redactor->count());
    return kept;
}

/// A compressed payload is looked into; where something is taken out, it stays unpacked.
std::string_view EventWriter::redactPayload(std::string_view payload)
{
    if (!m_redactor)
        return payload;
    const std::size_t before = m_redacted;
    const bool isOpen = m_unpacker.open(payload) == nullptr;
    const std::string_view kept = redact(isOpen ? m_unpacker.content() : payload);
    return m_redacted > before ? kept : payload;
}

void EventWriter::decode(const RawMessage& message)
{
    RawMessage kept = message;
    kept.headers = m_headers;
    try {
        m_decoder->decode(kept, m_builder);
    } catch (const std::exception& exception) {
        keepAsItCame(kept, exception.what());
    }
    if (m_builder.lastKind() == EventKind::Undecodable)
        ++m_undecodable;
    markRedacted(m_builder, m_redacted);
}

void EventWriter::keepAsItCame(const RawMessage& message, const char* why)
{
    m_builder.takeBack();
    if (m_builder.payloadRef().length == 0)
        m_builder.setPayload(message.payload);
    m_builder.setUndecodable(std::string("cannot be decoded: ") + why);
    if (message.wireTime)
        m_builder.setTime(*message.wireTime);
}

void EventWriter::addTombstone(const EventBatchBuilder::Arrival& arrival,
                               const RawMessage& message)
{
    begin(arrival, message);
    if (message.wireTime)
        m_builder.setTime(*message.wireTime);
    m_builder.addField("kafka.tombstone", ValueType::Bool, m_builder.append("true"), 1);
    markRedacted(m_builder, m_redacted);
}

void EventWriter::add(const EventBatchBuilder::Arrival& arrival, const RawMessage& message)
{
    const std::string_view payload = message.payload;
    if (payload.size() > maxPayload)
        return addCut(arrival,
                      {payload.substr(0, keptOfLarger), payload.size(),
                       XXH3_64bits(payload.data(), payload.size()), maxPayload},
                      message);
    begin(arrival, message);
    RawMessage kept = message;
    kept.payload = redactPayload(payload);
    decode(kept);
    m_bytes += payload.size();
}

void EventWriter::addConverted(const EventBatchBuilder::Arrival& arrival,
                               const RawMessage& message, std::string_view bytes)
{
    begin(arrival, message);
    RawMessage kept = message;
    kept.payload = redact(message.payload);
    decode(kept);
    // What was taken out must not come back with the bytes.
    if (m_redacted == 0)
        m_builder.replacePayload(bytes);
    m_bytes += bytes.size();
}

void EventWriter::addCut(const EventBatchBuilder::Arrival& arrival, const CutMessage& cut,
                         const RawMessage& message)
{
    begin(arrival, message);
    CutMessage kept = cut;
    kept.kept = redact(cut.kept);
    writeCut(m_builder, kept);
    markRedacted(m_builder, m_redacted);
    if (message.wireTime)
        m_builder.setTime(*message.wireTime);
    m_bytes += cut.size;
    ++m_undecodable;
}

void EventWriter::addGap(const Gap& gap)
{
    if (m_builder.isEmpty())
        m_begun = Clock::now();
    m_builder.addGap(gap);
    m_monitor.addGap(gap);
}

bool EventWriter::isDue() const
{
    return !m_builder.isEmpty()
        && (m_builder.isFull() || Clock::now() - m_begun >= m_sink.maxBatchAge());
}

std::chrono::milliseconds EventWriter::untilDue(std::chrono::milliseconds atMost) const
{
    if (m_builder.isEmpty())
        return atMost;
    const auto left = m_begun + m_sink.maxBatchAge() - Clock::now();
    return std::clamp(std::chrono::ceil<std::chrono::milliseconds>(left),
                      std::chrono::milliseconds(0), atMost);
}

void EventWriter::publish()
{
    m_monitor.addEvents(m_builder.size(), m_bytes, m_undecodable);
    m_bytes = 0;
    m_undecodable = 0;
    m_refused = m_builder.publish();
}

bool EventWriter::tryFlush()
{
    if (m_refused && !m_sink.push(m_refused))
        return false;
    m_refused = nullptr;
    if (m_builder.isEmpty())
        return true;
    publish();
    if (!m_sink.push(m_refused))
        return false;
    m_refused = nullptr;
    return true;
}

bool EventWriter::flush(const StopSignal& stop)
{
    std::optional<Clock::time_point> end;
    while (!tryFlush()) {
        if (stop.isRequested() && !end)
            end = Clock::now() + patienceAfterStop;
        if (end && Clock::now() >= *end)
            return false;
        m_sink.waitForRoom(m_refused->bytes(), waitAtOnce);
        m_monitor.tick();
    }
    return true;
}

} // namespace weir
