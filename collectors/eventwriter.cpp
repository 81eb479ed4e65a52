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
    , m_format(source.format)
    , m_redactor(makeRedactor(source.redact))
    , m_builder(source.name, kind, source.labels)
{
}

void EventWriter::begin(const EventBatchBuilder::Arrival& arrival, const RawMessage& message)
{
    if (m_builder.isEmpty())
        m_begun = Clock::now();
    m_builder.beginEvent(arrival);
    if (m_redactor)
        m_redactor->begin();
    m_headers.assign(message.headers.begin(), message.headers.end());
    m_keptValues.clear();
    if (!message.key.empty())
        m_builder.setKey(m_redactor ? m_redactor->redactKey(message.key) : message.key);
    for (MessageHeader& header : m_headers) {
        if (m_redactor)
            header.value = m_keptValues.emplace_back(
                m_redactor->redactHeader(header.name, header.value));
        m_builder.addHeader(header.name, header.value);
    }
}

void EventWriter::markRedacted()
{
    if (!m_redactor || m_redactor->count() == 0)
        return;
    m_redactor->markRedacted(m_builder);
    m_monitor.addRedacted(m_redactor->count());
}

void EventWriter::decode(const RawMessage& message)
{
    RawMessage kept = message;
    kept.headers = m_headers;
    const std::size_t mark = m_builder.arenaBytes();
    if (m_redactor)
        kept.payload = m_redactor->redactPayload(message, *m_decoder, m_format);
    try {
        m_decoder->decode(kept, m_builder);
    } catch (const std::exception& exception) {
        keepAsItCame(kept, exception.what());
    }
    if (m_redactor)
        m_redactor->redactEvents(m_builder, mark, m_decoder->lastFormat());
    if (m_builder.lastKind() == EventKind::Undecodable)
        ++m_undecodable;
    markRedacted();
}

void EventWriter::keepAsItCame(const RawMessage& message, const char* why)
{
    m_builder.takeBack(m_builder.arenaBytes());
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
    markRedacted();
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
    decode(message);
    m_bytes += payload.size();
}

void EventWriter::addConverted(const EventBatchBuilder::Arrival& arrival,
                               const RawMessage& message, std::string_view bytes)
{
    begin(arrival, message);
    decode(message);
    // What was taken out must not come back with the bytes.
    if (!m_redactor || m_redactor->isUntouched())
        m_builder.replacePayload(bytes);
    m_bytes += bytes.size();
}

void EventWriter::addCut(const EventBatchBuilder::Arrival& arrival, const CutMessage& cut,
                         const RawMessage& message)
{
    begin(arrival, message);
    writeCut(m_builder, m_redactor ? m_redactor->redactCut(cut) : cut);
    markRedacted();
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
