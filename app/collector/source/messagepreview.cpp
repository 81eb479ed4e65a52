// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/source/messagepreview.h"

#include "collectors/redact/redactkey.h"
#include "collectors/schema/sourcedecoder.h"
#include "core/eventjson.h"
#include "core/json.h"
#include "core/visible.h"

#include <fmt/format.h>

#include <deque>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t mostText = 1024;
constexpr std::size_t mostOfALine = 160; ///< for a person

RedactRules rulesToShow(RedactRules rules)
{
    rules.tagKey = keyOfProcess();
    return rules;
}

/// Which format takes the message of an event, and why the others do not.
TakenFor takenFor(const CollectorSetup& setup, const EventBatch& batch, std::size_t row)
{
    auto decoder = makeSourceDecoder(setup.source, setup.keyring);
    if (!decoder)
        return {};
    if (const auto why = batch.field(MessageRedactor::withheldField, row)) {
        const bool isDecoded = batch.kind(row) != EventKind::Undecodable;
        return {std::string(isDecoded ? why->text.substr(0, why->text.find(' ')) : ""), {}};
    }
    std::vector<MessageHeader> headers;
    for (const auto& [name, value] : batch.headers(row))
        headers.push_back({name, value});
    const RawMessage message{.payload = batch.payload(row),
                             .topic = batch.stream(row).name,
                             .key = batch.key(row),
                             .headers = headers};
    EventBatchBuilder scratch(setup.source.name, SourceKind::Kafka);
    scratch.beginEvent({scratch.streamIndex({}), 0, batch.columns().received[row]});
    (*decoder)->decode(message, scratch);
    // A message in the registry's frame whose schema is not there was told, and not understood.
    const bool isUnderstood = scratch.lastKind() != EventKind::Undecodable;
    TakenFor taken{isUnderstood ? std::string((*decoder)->lastFormat()) : std::string(), {}};
    for (const Refusal& refusal : (*decoder)->refusals(message))
        taken.refused.push_back({std::string(refusal.format), std::string(refusal.reason)});
    return taken;
}

void writePlace(JsonWriter& json, const EventBatch& batch, std::size_t row)
{
    const Stream& stream = batch.stream(row);
    json.member("topic", std::string_view(stream.name));
    if (stream.kind == SourceKind::Kafka)
        json.member("partition", std::int64_t{stream.partition});
    if (batch.columns().offsets[row] >= 0)
        json.member("offset", batch.columns().offsets[row]);
}

std::string jsonOf(const EventBatchPtr& batch, std::size_t row, TimePoint time,
                   const TakenFor& taken)
{
    const std::string_view payload = batch->payload(row);
    JsonWriter json;
    json.beginObject();
    writePlace(json, *batch, row);
    json.member("time", std::string_view(formatTime(time)));
    json.member("size", std::uint64_t{payload.size()});
    json.member("text", std::string_view(visibleText(utf8Head(payload, mostText))));
    if (!taken.format.empty())
        json.member("format", std::string_view(taken.format));
    json.key("event").raw(eventJson({EventSeq{}, {}, batch}, row));
    json.key("refused").beginArray();
    for (const TakenFor::Refusal& refusal : taken.refused)
        json.beginObject()
            .member("format", std::string_view(refusal.format))
            .member("reason", std::string_view(refusal.reason))
            .endObject();
    json.endArray().endObject();
    return json.take();
}

std::string textOf(const EventBatch& batch, std::size_t row, TimePoint time, const TakenFor& taken)
{
    const Stream& stream = batch.stream(row);
    std::string place = visibleText(stream.name);
    if (stream.kind == SourceKind::Kafka)
        place += fmt::format("/{}", stream.partition);
    if (batch.columns().offsets[row] >= 0)
        place += fmt::format("/{}", batch.columns().offsets[row]);
    std::string text = fmt::format(
        "{} {} {} {} B  {}", place, formatTime(time, 3),
        taken.format.empty() ? "not understood" : taken.format, batch.payload(row).size(),
        visibleText(utf8Head(batch.payload(row), mostOfALine)));
    if (!taken.format.empty())
        return text;
    for (const TakenFor::Refusal& refusal : taken.refused)
        text += fmt::format("\n    not {}: {}", refusal.format, visibleText(refusal.reason));
    return text;
}

} // namespace

Preview previewOf(const CollectorSetup& setup, const EventBatchPtr& batch, std::size_t row,
                  std::optional<TimePoint> time)
{
    const TakenFor taken = takenFor(setup, *batch, row);
    const TimePoint shown = time.value_or(batch->time(row));
    return {jsonOf(batch, row, shown, taken), textOf(*batch, row, shown, taken), taken.format};
}

Result<std::unique_ptr<KafkaPreviewer>> KafkaPreviewer::make(const CollectorSetup& setup)
{
    auto decoder = makeSourceDecoder(setup.source, setup.keyring);
    if (!decoder)
        return decoder.error();
    return std::unique_ptr<KafkaPreviewer>(new KafkaPreviewer(setup, std::move(*decoder)));
}

KafkaPreviewer::KafkaPreviewer(const CollectorSetup& setup, std::unique_ptr<Decoder> decoder)
    : m_setup(setup)
    , m_decoder(std::move(decoder))
    , m_redactor(makeRedactor(rulesToShow(setup.source.redact)))
    , m_builder(setup.source.name, SourceKind::Kafka, setup.source.labels)
{
}

void KafkaPreviewer::decode(const RawMessage& message)
{
    if (!m_redactor)
        return m_decoder->decode(message, m_builder);
    const std::size_t mark = m_builder.arenaBytes();
    RawMessage kept = message;
    kept.payload = m_redactor->redactPayload(message, *m_decoder, m_setup.source.format);
    m_decoder->decode(kept, m_builder);
    m_redactor->redactEvents(m_builder, mark, m_decoder->lastFormat());
}

Preview KafkaPreviewer::preview(const PeekedMessage& message)
{
    const auto& [topic, partition] = message.where;
    const Stream stream{SourceKind::Kafka, {}, topic, partition, 0};
    m_builder.beginEvent({m_builder.streamIndex(stream), message.offset,
                          std::chrono::system_clock::now()});
    if (m_redactor)
        m_redactor->begin();
    if (message.key)
        m_builder.setKey(m_redactor ? m_redactor->redactKey(*message.key)
                                    : std::string_view(*message.key));
    std::deque<std::string> values;
    std::vector<MessageHeader> headers;
    for (const auto& [name, value] : message.headers) {
        values.emplace_back(m_redactor ? m_redactor->redactHeader(name, value)
                                       : std::string_view(value));
        m_builder.addHeader(name, values.back());
        headers.push_back({name, values.back()});
    }
    if (message.payload)
        decode({.payload = *message.payload,
                .wireTime = message.time,
                .topic = topic,
                .headers = headers});
    else
        m_builder.addField("kafka.tombstone", ValueType::Bool, m_builder.append("true"), 1);
    if (m_redactor)
        m_redactor->markRedacted(m_builder);
    return previewOf(m_setup, m_builder.publish(), 0, message.time);
}

} // namespace weir
