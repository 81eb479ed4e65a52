// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/eventwriter.h"

#include <xxhash.h>

#include <algorithm>
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

void EventWriter::begin(const EventBatchBuilder::Arrival& arrival)
{
    if (m_builder.isEmpty())
        m_begun = Clock::now();
    m_builder.beginEvent(arrival);
    m_redacted = 0;
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

void EventWriter::addTombstone(const EventBatchBuilder::Arrival& arrival,
                               std::optional<TimePoint> wireTime)
{
    begin(arrival);
    if (wireTime)
        m_builder.setTime(*wireTime);
    m_builder.addField("kafka.tombstone", ValueType::Bool, m_builder.append("true"), 1);
}

void EventWriter::add(const EventBatchBuilder::Arrival& arrival, const RawMessage& message)
{
    const std::string_view payload = message.payload;
    if (payload.size() > maxPayload)
        return addCut(arrival,
                      {payload.substr(0, keptOfLarger), payload.size(),
                       XXH3_64bits(payload.data(), payload.size())},
                      message.wireTime);
    begin(arrival);
    RawMessage kept = message;
    kept.payload = redact(payload);
    m_decoder->decode(kept, m_builder);
    m_bytes += payload.size();
    if (m_builder.lastKind() == EventKind::Undecodable)
        ++m_undecodable;
    markRedacted(m_builder, m_redacted);
}

void EventWriter::addCut(const EventBatchBuilder::Arrival& arrival, const CutMessage& cut,
                         std::optional<TimePoint> wireTime)
{
    begin(arrival);
    writeCut(m_builder, {redact(cut.kept), cut.size, cut.hash});
    markRedacted(m_builder, m_redacted);
    if (wireTime)
        m_builder.setTime(*wireTime);
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

void EventWriter::setKey(std::string_view bytes)
{
    const std::size_t before = m_redacted;
    m_builder.setKey(redact(bytes));
    if (m_redacted != before)
        markRedacted(m_builder, m_redacted);
}

void EventWriter::addHeader(std::string_view name, std::string_view value)
{
    const std::size_t before = m_redacted;
    m_builder.addHeader(name, redact(value));
    if (m_redacted != before)
        markRedacted(m_builder, m_redacted);
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
