// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/blockformat.h"
#include "store/blocks/coldblock.h"
#include "store/blocks/coldformat.h"
#include "store/blocks/facts.h"
#include "store/blocks/fieldnumbers.h"
#include "store/blocks/idfilter.h"
#include "store/blocks/intstream.h"
#include "store/blocks/payloadlayout.h"
#include "store/blocks/textcolumnwriter.h"
#include "store/blocks/zstdframe.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>

namespace weir {

namespace {

constexpr int catalogLevel = 3;

/// One encoding. The order of the columns in the catalog is the format.
class Encoder final
{
public:
    explicit Encoder(const EventColumns& columns)
        : m_columns(columns)
    {
    }

    ColdBlock encode();

private:
    template<typename T>
    void putNumbers(std::uint32_t segment, const std::vector<T>& values);
    void putTimes(std::uint32_t segment, const std::vector<TimePoint>& times);
    void putOffsets();
    void putTexts(std::uint32_t segment, const std::vector<ArenaRef>& refs,
                  bool isSearched = true);
    void putRows(std::uint32_t segment, const std::vector<std::uint32_t>& rows);
    void putRecords();
    void putMetrics();
    void putField(std::uint32_t segment, const FieldColumn& field);
    void putPayloads();
    std::string trigramFilter();
    std::string finish();

    std::string& segment(std::uint32_t index) { return m_block.segments[index]; }

    const EventColumns& m_columns;
    ColdBlock m_block;
    ByteWriter m_body;
    TextColumnWriter m_texts;
    std::vector<std::int64_t> m_numbers;
    std::vector<std::int64_t> m_times;
    std::vector<std::string_view> m_views;
};

template<typename T>
void Encoder::putNumbers(std::uint32_t segment, const std::vector<T>& values)
{
    m_numbers.resize(values.size());
    std::transform(values.begin(), values.end(), m_numbers.begin(),
                   [](T value) { return static_cast<std::int64_t>(value); });
    IntStream::pack(this->segment(segment), m_numbers).put(m_body);
}

void Encoder::putTimes(std::uint32_t segment, const std::vector<TimePoint>& times)
{
    m_numbers.resize(times.size());
    std::transform(times.begin(), times.end(), m_numbers.begin(), nanosecondsOf);
    // Most clocks tick in milli- or microseconds: the digits that are always zero are left out.
    std::int64_t scale = 1'000'000'000;
    for (const std::int64_t time : m_numbers) {
        while (time % scale != 0)
            scale /= 1000;
        if (scale == 1)
            break;
    }
    for (std::int64_t& time : m_numbers)
        time /= scale;
    m_body.putVarint(static_cast<std::uint64_t>(scale));
    IntStream::pack(this->segment(segment), m_numbers).put(m_body);
}

/// As what is left when the payload before, with its line end, explains the offset; of other sources
/// offsets ascend by themselves.
void Encoder::putOffsets()
{
    const bool isFile = m_columns.sourceKind == SourceKind::File;
    m_numbers = m_columns.offsets;
    for (std::size_t row = m_numbers.size(); isFile && row-- > 1;)
        m_numbers[row] = static_cast<std::int64_t>(
            static_cast<std::uint64_t>(m_columns.offsets[row])
            - static_cast<std::uint64_t>(m_columns.offsets[row - 1])
            - m_columns.payloads[row - 1].length - 1);
    if (isFile) {
        m_body.putZigzag(m_numbers.front());
        m_numbers.front() = m_numbers.size() > 1 ? m_numbers[1] : 0;
    }
    IntStream::pack(segment(coldformat::numbersSegment), m_numbers).put(m_body);
}

void Encoder::putTexts(std::uint32_t segment, const std::vector<ArenaRef>& refs, bool isSearched)
{
    const std::string_view arena = m_columns.arena;
    m_views.resize(refs.size());
    std::transform(refs.begin(), refs.end(), m_views.begin(),
                   [&](ArenaRef ref) { return arena.substr(ref.offset, ref.length); });
    m_texts.setSearched(isSearched);
    m_texts.write(m_views, {}, m_body, this->segment(segment));
}

void Encoder::putRows(std::uint32_t segment, const std::vector<std::uint32_t>& rows)
{
    m_body.putVarint(rows.size());
    if (rows.size() < m_columns.times.size())
        putNumbers(segment, rows);
}

void Encoder::putRecords()
{
    std::vector<std::uint32_t> rows;
    std::vector<std::uint32_t> numbers;
    for (const auto& [row, record] : m_columns.records) {
        rows.push_back(row);
        numbers.push_back(record);
    }
    putRows(coldformat::numbersSegment, rows);
    putNumbers(coldformat::numbersSegment, numbers);
}

void Encoder::putMetrics()
{
    const MetricColumns& metrics = m_columns.metrics;
    putRows(coldformat::metricSegment, metrics.rows);
    if (metrics.rows.empty())
        return;
    putTexts(coldformat::metricSegment, metrics.names);
    putTexts(coldformat::metricSegment, metrics.units, false);
    putNumbers(coldformat::metricSegment, metrics.types);
    DoubleStream::pack(metrics.values, m_body, segment(coldformat::metricSegment));
}

void Encoder::putField(std::uint32_t segment, const FieldColumn& field)
{
    m_body.putText(field.name);
    putRows(segment, field.rows);
    putNumbers(segment, field.types);
    putTexts(segment, field.texts);
    const bool isExplained = numbersFollowTexts(field, m_columns.arena);
    m_body.put(static_cast<std::uint8_t>(isExplained ? 0 : 1));
    if (!isExplained)
        putNumbers(segment, field.numbers);
}

void Encoder::putPayloads()
{
    const PayloadLayouts payloads(m_columns);
    const auto& layouts = payloads.layouts();
    std::string& segment = this->segment(coldformat::payloadSegment);
    m_texts.setSearched(false);
    m_body.putVarint(layouts.size());
    for (std::size_t i = 0; i < layouts.size(); ++i) {
        m_body.put(static_cast<std::uint8_t>(layouts[i].kind));
        m_body.putVarint(payloads.rowsOf(i).size());
        if (layouts[i].kind != coldformat::LayoutKind::Pieces)
            continue;
        m_body.putVarint(layouts[i].holes.size());
        for (const std::uint32_t hole : layouts[i].holes)
            m_body.putVarint(hole);
        std::vector<std::int64_t> times;
        for (const std::uint32_t row : payloads.rowsOf(i))
            times.push_back(m_times[row]);
        for (std::size_t gap = 0; gap <= layouts[i].holes.size(); ++gap)
            m_texts.write(payloads.gap(i, gap), times, m_body, segment);
    }
    putNumbers(coldformat::payloadSegment, payloads.layoutOf());
}

/// Empty where a bare term also looks into payloads.
std::string Encoder::trigramFilter()
{
    if (std::find(m_columns.kinds.begin(), m_columns.kinds.end(), EventKind::Undecodable)
        != m_columns.kinds.end())
        return {};
    TrigramSet& trigrams = m_texts.trigrams();
    trigrams.add(m_columns.source);
    for (const auto& [name, value] : m_columns.labels)
        trigrams.add(value);
    return trigrams.filter();
}

/// The header with the checksum, and what it protects.
std::string Encoder::finish()
{
    const std::string trigrams = trigramFilter();
    ByteWriter directory;
    directory.putVarint(m_block.segments.size());
    for (const std::string& segment : m_block.segments) {
        directory.putVarint(segment.size());
        directory.put(static_cast<std::uint64_t>(XXH3_64bits(segment.data(), segment.size())));
    }
    std::string body(directory.view());
    body.append(m_body.view());
    const auto size = static_cast<std::uint32_t>(body.size());
    compressTail(body, 0, catalogLevel, body.size());

    ByteWriter header;
    header.put(coldformat::magic);
    header.put(coldformat::version);
    header.put(static_cast<std::uint16_t>(trigrams.size()));
    header.put(static_cast<std::uint32_t>(m_columns.times.size()));
    header.put(size);
    std::string catalog(header.view());
    catalog.append(trigrams);
    catalog.append(body);
    const std::uint64_t checksum = XXH3_64bits(catalog.data(), catalog.size());
    catalog.insert(header.size(), reinterpret_cast<const char*>(&checksum), sizeof(checksum));
    return catalog;
}

ColdBlock Encoder::encode()
{
    m_block.segments.resize(coldformat::fieldSegment + m_columns.fields.size());
    m_times.resize(m_columns.times.size());
    std::transform(m_columns.times.begin(), m_columns.times.end(), m_times.begin(), nanosecondsOf);

    EventColumns facts;
    facts.source = m_columns.source;
    facts.sourceKind = m_columns.sourceKind;
    facts.labels = m_columns.labels;
    facts.streams = m_columns.streams;
    putFacts(m_body, facts);
    putTimes(coldformat::timesSegment, m_columns.times);
    putTimes(coldformat::numbersSegment, m_columns.received);
    putNumbers(coldformat::numbersSegment, m_columns.severities);
    putNumbers(coldformat::numbersSegment, m_columns.kinds);
    putNumbers(coldformat::numbersSegment, m_columns.timeFromReceived);
    putNumbers(coldformat::numbersSegment, m_columns.streamOf);
    putOffsets();
    putRecords();
    putTexts(coldformat::bodySegment, m_columns.bodies);
    putTexts(coldformat::traceSegment, m_columns.traceIds);
    putTexts(coldformat::spanSegment, m_columns.spanIds);
    putTexts(coldformat::keySegment, m_columns.keys);
    putTexts(coldformat::keySegment, m_columns.headers, false);
    putMetrics();
    m_body.putVarint(m_columns.fields.size());
    for (std::size_t i = 0; i < m_columns.fields.size(); ++i)
        putField(coldformat::fieldSegment + static_cast<std::uint32_t>(i), m_columns.fields[i]);
    putPayloads();
    segment(coldformat::filterSegment) = makeIdFilter(m_texts.ids());
    m_block.catalog = finish();
    return std::move(m_block);
}

} // namespace

Result<ColdBlock> encodeCold(const EventColumns& columns)
{
    std::uint64_t values = columns.metrics.rows.size();
    for (const FieldColumn& field : columns.fields)
        values += field.rows.size();
    if (columns.times.size() > blockformat::maxRows || values > blockformat::maxFieldValues
        || columns.arena.size() > blockformat::maxArena
        || columns.fields.size() > coldformat::mostFields)
        return Error{Error::Code::InvalidInput, columns.source, "too much for one block"};
    return Encoder(columns).encode();
}

} // namespace weir
