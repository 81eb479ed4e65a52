// SPDX-License-Identifier: GPL-3.0-or-later
// Field numbers: prometheus/prompb/types.proto and remote.proto, io/prometheus/write/v2/types.proto
#include "collectors/decode/binary/remotewrite.h"

#include "collectors/decode/binary/wirereader.h"
#include "core/json.h"

#include <array>
#include <bit>

namespace weir {

namespace {

constexpr const char* malformed = "no remote write: not the fields of a request";
constexpr const char* unnamed = "no remote write: a series without a name";
constexpr const char* tooManyLabels = "more than 1000 fields";
constexpr std::size_t mostReferences = 4'000'000; ///< of all series together
constexpr std::uint64_t staleMarker = 0x7FF0000000000002U;
constexpr std::size_t mostSymbols = 1'000'000;

/// The same numbers in both versions.
constexpr std::array<std::string_view, 8> typeNames{
    "unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset"};

MetricType typeOf(std::uint64_t type)
{
    if (type == 1)
        return MetricType::Counter;
    return type == 2 ? MetricType::Gauge : MetricType::Unknown;
}

} // namespace

RemoteWriteReader::RemoteWriteReader(const Content& content, EventBatchBuilder& builder)
    : m_content(content)
    , m_builder(builder)
    , m_records(builder)
{
}

const char* RemoteWriteReader::readVersion1()
{
    WireReader metadata(m_content.bytes);
    while (metadata.next()) {
        if (metadata.field() != 1 && metadata.field() != 3)
            return malformed;
        if (!metadata.isBytes())
            return malformed;
        const char* const reason =
            metadata.field() == 3 ? readMetadata1(metadata.bytes()) : nullptr;
        if (reason)
            return reason;
    }
    if (!metadata.isDone())
        return malformed;
    WireReader series(m_content.bytes);
    while (series.next()) {
        const char* const reason = series.field() == 1 ? readSeries1(series.bytes()) : nullptr;
        if (reason)
            return reason;
    }
    return m_records.count() == 0 && m_staleMarkers == 0 ? writeMetadata() : finish();
}

/// MetricMetadata: type = 1, metric_family_name = 2, help = 4, unit = 5.
const char* RemoteWriteReader::readMetadata1(std::string_view message)
{
    Metadata metadata;
    WireReader in(message);
    while (in.next()) {
        if (in.field() == 1) {
            if (!in.isVarint())
                return malformed;
            metadata.type = in.number();
            continue;
        }
        if (in.field() > 5)
            continue;
        if (!in.isBytes() || !isUtf8(in.bytes()))
            return malformed;
        if (in.field() == 2)
            metadata.name = in.bytes();
        else
            (in.field() == 4 ? metadata.help : metadata.unit) = in.bytes();
    }
    if (!in.isDone() || metadata.name.empty())
        return malformed;
    if (m_metadata.size() >= Records::most)
        return Records::tooMany;
    m_metadataByName.emplace(metadata.name, m_metadata.size());
    m_metadata.push_back(metadata);
    return nullptr;
}

/// TimeSeries: labels = 1, samples = 2, exemplars = 3, histograms = 4.
const char* RemoteWriteReader::readSeries1(std::string_view message)
{
    m_labels.clear();
    WireReader in(message);
    while (in.next()) {
        if (in.field() != 1)
            continue;
        Label label;
        if (!in.isBytes())
            return malformed;
        if (const char* reason = readLabel(in.bytes(), label))
            return reason;
        if (m_labels.size() > EventFields::maxFields)
            return tooManyLabels;
        m_labels.push_back(label);
    }
    if (!in.isDone())
        return malformed;
    if (const char* reason = checkLabels())
        return reason;
    const auto known = m_metadataByName.find(m_name);
    m_own = known != m_metadataByName.end() ? m_metadata[known->second] : Metadata{};
    return readSamples(message, 4);
}

/// Label: name = 1, value = 2.
const char* RemoteWriteReader::readLabel(std::string_view message, Label& label)
{
    WireReader in(message);
    while (in.next()) {
        if (in.field() > 2 || !in.isBytes())
            return malformed;
        (in.field() == 1 ? label.name : label.value) = in.bytes();
    }
    return in.isDone() ? nullptr : malformed;
}

/// Takes the name out of the labels.
const char* RemoteWriteReader::checkLabels()
{
    m_name = {};
    m_suffixed.clear();
    for (const Label& label : m_labels) {
        // Symbols of version 2 were looked at once, however often they are referred to.
        const bool isText = !m_symbols.empty() || (isUtf8(label.name) && isUtf8(label.value));
        if (label.name.empty() || !isText)
            return malformed;
        if (label.name == "__name__")
            m_name = label.value;
    }
    std::erase_if(m_labels, [](const Label& label) { return label.name == "__name__"; });
    return m_name.empty() ? unnamed : nullptr;
}

/// Request: symbols = 4, timeseries = 5. Symbols may stand behind what refers to them.
const char* RemoteWriteReader::readVersion2()
{
    WireReader symbols(m_content.bytes);
    while (symbols.next()) {
        if ((symbols.field() != 4 && symbols.field() != 5) || !symbols.isBytes())
            return malformed;
        if (symbols.field() == 4 && !isUtf8(symbols.bytes()))
            return malformed;
        if (symbols.field() == 4)
            m_symbols.push_back(symbols.bytes());
        if (m_symbols.size() > mostSymbols)
            return malformed;
    }
    // The first is the empty string.
    if (!symbols.isDone() || m_symbols.empty() || !m_symbols.front().empty())
        return malformed;
    WireReader series(m_content.bytes);
    while (series.next()) {
        const char* const reason = series.field() == 5 ? readSeries2(series.bytes()) : nullptr;
        if (reason)
            return reason;
    }
    return finish();
}

/// TimeSeries: labels_refs = 1, samples = 2, histograms = 3, exemplars = 4, metadata = 5.
const char* RemoteWriteReader::readSeries2(std::string_view message)
{
    m_labels.clear();
    m_own = {};
    WireReader in(message);
    while (in.next()) {
        const char* reason = nullptr;
        if (in.field() == 1) {
            reason = in.isBytes() ? readReferences(in.bytes()) : malformed;
        } else if (in.field() == 5) {
            reason = in.isBytes() ? readMetadata2(in.bytes()) : malformed;
        }
        if (reason)
            return reason;
    }
    if (!in.isDone())
        return malformed;
    if (const char* reason = checkLabels())
        return reason;
    return readSamples(message, 3);
}

const char* RemoteWriteReader::readReferences(std::string_view packed)
{
    google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(packed.data()),
                                              static_cast<int>(packed.size()));
    std::vector<std::uint32_t> references;
    while (in.CurrentPosition() < static_cast<int>(packed.size())) {
        std::uint32_t reference = 0;
        if (!in.ReadVarint32(&reference) || !hasSymbol(reference))
            return malformed;
        if (references.size() > 2 * EventFields::maxFields)
            return tooManyLabels;
        references.push_back(reference);
    }
    m_references += references.size();
    if (m_references > mostReferences)
        return tooManyLabels;
    if (references.size() % 2 != 0)
        return malformed;
    for (std::size_t i = 0; i < references.size(); i += 2)
        m_labels.push_back({m_symbols[references[i]], m_symbols[references[i + 1]]});
    return nullptr;
}

/// Metadata: type = 1, help_ref = 3, unit_ref = 4.
const char* RemoteWriteReader::readMetadata2(std::string_view message)
{
    WireReader in(message);
    while (in.next()) {
        if (!in.isVarint() || in.field() > 4 || (in.field() > 1 && !hasSymbol(in.number())))
            return malformed;
        if (in.field() == 1)
            m_own.type = in.number();
        else if (in.field() == 4)
            m_own.unit = m_symbols[in.number()];
    }
    return in.isDone() ? nullptr : malformed;
}

const char* RemoteWriteReader::readSamples(std::string_view series, std::uint32_t histograms)
{
    WireReader in(series);
    while (in.next()) {
        if (in.field() != 2 && in.field() != histograms)
            continue;
        if (!in.isBytes())
            return malformed;
        const char* const reason =
            in.field() == 2 ? readSample(in.bytes()) : readHistogram(in.bytes());
        if (reason)
            return reason;
    }
    return in.isDone() ? nullptr : malformed;
}

/// Sample: value = 1, timestamp = 2 in ms.
const char* RemoteWriteReader::readSample(std::string_view message)
{
    std::uint64_t bits = 0;
    std::int64_t milliseconds = 0;
    WireReader in(message);
    while (in.next()) {
        if (in.field() == 1 ? !in.isFixed64() : in.field() == 2 && !in.isVarint())
            return malformed;
        if (in.field() == 1)
            bits = in.number();
        else if (in.field() == 2)
            milliseconds = in.signedNumber();
    }
    if (!in.isDone())
        return malformed;
    if (bits == staleMarker) {
        ++m_staleMarkers;
        return nullptr;
    }
    return write(milliseconds, {}, std::bit_cast<double>(bits), typeOf(m_own.type));
}

/// Histogram: count_int = 1, count_float = 2, sum = 3, schema = 4, timestamp = 15.
const char* RemoteWriteReader::readHistogram(std::string_view message)
{
    Histogram histogram;
    WireReader in(message);
    while (in.next()) {
        switch (in.field()) {
        case 1:
            histogram.count = static_cast<double>(in.number());
            break;
        case 2:
            histogram.count = in.real();
            break;
        case 3:
            histogram.sum = in.real();
            break;
        case 4:
            histogram.schema = in.zigZag();
            break;
        case 15:
            histogram.milliseconds = in.signedNumber();
            break;
        default:
            break;
        }
    }
    if (!in.isDone())
        return malformed;
    if (std::bit_cast<std::uint64_t>(histogram.sum) == staleMarker) {
        ++m_staleMarkers;
        return nullptr;
    }
    for (const auto& [suffix, value] :
         {std::pair{"_count", histogram.count}, std::pair{"_sum", histogram.sum}}) {
        if (const char* reason = write(histogram.milliseconds, suffix, value, MetricType::Counter))
            return reason;
        const std::string scale = std::to_string(histogram.schema);
        m_builder.addField("scale", ValueType::Int, m_builder.append(scale), histogram.schema);
    }
    return nullptr;
}

const char* RemoteWriteReader::write(std::int64_t milliseconds, std::string_view suffix,
                                     double value, MetricType type)
{
    constexpr std::int64_t most = INT64_MAX / 1'000'000;
    if (milliseconds > most || milliseconds < -most)
        return "no remote write: a time outside of 1677 to 2262";
    if (!m_records.next())
        return Records::tooMany;
    if (!m_records.takeFields(m_labels.size()))
        return Records::tooManyFields;
    m_builder.setTime(timePointOf(milliseconds * 1'000'000));
    const ArenaRef name = suffix.empty() ? m_content.piece(m_name) : suffixed(suffix);
    const ArenaRef unit = m_own.unit.empty() ? ArenaRef{} : m_content.piece(m_own.unit);
    m_builder.setMetric(name, value, unit, type);
    for (const Label& label : m_labels)
        m_builder.addField(label.name, ValueType::String, m_content.piece(label.value));
    return nullptr;
}

/// Written once for all histograms of a series.
ArenaRef RemoteWriteReader::suffixed(std::string_view suffix)
{
    const auto [known, isNew] = m_suffixed.try_emplace(suffix);
    if (isNew) {
        known->second = m_builder.append(m_name);
        known->second.length += m_builder.append(suffix).length;
    }
    return known->second;
}

const char* RemoteWriteReader::writeMetadata()
{
    if (m_metadata.empty())
        return "remote write without samples";
    for (const Metadata& metadata : m_metadata) {
        if (!m_records.next())
            return Records::tooMany;
        m_builder.setBody(m_content.piece(metadata.help.empty() ? metadata.name : metadata.help));
        m_builder.addField("metric", ValueType::String, m_content.piece(metadata.name));
        if (metadata.type < typeNames.size())
            m_builder.addField("type", ValueType::String,
                               m_builder.append(typeNames.at(metadata.type)));
        if (!metadata.unit.empty())
            m_builder.addField("unit", ValueType::String, m_content.piece(metadata.unit));
    }
    return nullptr;
}

const char* RemoteWriteReader::finish()
{
    if (m_staleMarkers == 0)
        return m_records.count() > 0 ? nullptr : "remote write without samples";
    if (m_records.count() == 0)
        m_builder.setBody(m_builder.append("series ended (stale markers)"));
    const std::string count = std::to_string(m_staleMarkers);
    m_builder.addField("stale_markers", ValueType::Int, m_builder.append(count),
                       static_cast<std::int64_t>(m_staleMarkers));
    return nullptr;
}

} // namespace weir
