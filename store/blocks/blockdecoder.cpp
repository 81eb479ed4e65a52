// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/blockcodec.h"
#include "store/blocks/facts.h"
#include "store/blocks/intarray.h"

#include <lz4.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <limits>

namespace weir {

using blockformat::Codec;
using blockformat::Section;

namespace {

struct Entry
{
    Section section{};
    std::uint32_t index = 0;
    Codec codec{};
    std::uint32_t rawSize = 0;
    std::string_view stored;
};

/// One decoding; every function answers whether the bytes made sense.
class Decoder final
{
public:
    bool readTable(std::string_view blob, std::uint16_t& version);
    bool readSections();
    EventColumns takeColumns() { return std::move(m_columns); }

private:
    bool unpack(const Entry& entry, std::string& raw) const;
    bool readSection(const Entry& entry);
    bool readRowColumn(Section section, ByteReader& in);
    void setDefaults();

    template<typename T>
    void takeNumbers(ByteReader& in, std::size_t size, std::vector<T>& values, std::int64_t low,
                     std::int64_t high);
    void takeTimes(ByteReader& in, std::vector<TimePoint>& times);
    void takePayloads(ByteReader& in);
    void takeRows(ByteReader& in, std::vector<std::uint32_t>& rows);
    void takeRefs(ByteReader& in, std::size_t size, const std::vector<std::uint32_t>* rows,
                  std::vector<ArenaRef>& refs);
    void takeRecords(ByteReader& in);
    void takeMetrics(ByteReader& in);
    void takeField(ByteReader& in);

    std::size_t m_rowCount = 0;
    std::uint64_t m_fieldValues = 0;
    std::vector<Entry> m_entries;
    EventColumns m_columns;
    std::vector<std::int64_t> m_payloadOffsets;
    std::vector<std::int64_t> m_numbers;
    std::vector<std::int64_t> m_lengths;
    std::string m_raw;
};

bool Decoder::readTable(std::string_view blob, std::uint16_t& version)
{
    ByteReader in(blob);
    const auto magic = in.get<std::uint32_t>();
    version = in.get<std::uint16_t>();
    if (magic != blockformat::magic || !in.isGood() || version != blockformat::version)
        return false;
    const auto flags = in.get<std::uint16_t>();
    m_rowCount = in.get<std::uint32_t>();
    const auto count = in.get<std::uint32_t>();
    const auto checksum = in.get<std::uint64_t>();
    const auto table = in.take(std::uint64_t{count} * blockformat::entrySize);
    if (!in.isGood() || flags != 0 || m_rowCount > blockformat::maxRows)
        return false;
    constexpr std::size_t beforeChecksum = blockformat::headerSize - sizeof(checksum);
    const std::string checked = std::string(blob.substr(0, beforeChecksum)).append(table);
    if (XXH3_64bits(checked.data(), checked.size()) != checksum)
        return false;

    ByteReader entries(table);
    for (std::uint32_t i = 0; i < count; ++i) {
        Entry entry;
        entry.section = static_cast<Section>(entries.get<std::uint16_t>());
        entry.codec = static_cast<Codec>(entries.get<std::uint8_t>());
        (void)entries.get<std::uint8_t>();
        entry.index = entries.get<std::uint32_t>();
        entry.rawSize = entries.get<std::uint32_t>();
        entry.stored = in.take(entries.get<std::uint32_t>());
        const auto expected = entries.get<std::uint64_t>();
        if (!in.isGood() || XXH3_64bits(entry.stored.data(), entry.stored.size()) != expected)
            return false;
        m_entries.push_back(entry);
    }
    return in.isAtEnd();
}

bool Decoder::unpack(const Entry& entry, std::string& raw) const
{
    switch (entry.codec) {
    case Codec::Plain:
        raw.assign(entry.stored);
        return raw.size() == entry.rawSize;
    case Codec::Lz4: {
        // LZ4 cannot expand further than this, so nothing larger is worth allocating.
        if (entry.rawSize > blockformat::maxArena
            || entry.rawSize / blockformat::lz4MaxRatio > entry.stored.size())
            return false;
        raw.resize(entry.rawSize);
        const int size = LZ4_decompress_safe(entry.stored.data(), raw.data(),
                                             static_cast<int>(entry.stored.size()),
                                             static_cast<int>(raw.size()));
        return size >= 0 && static_cast<std::size_t>(size) == raw.size();
    }
    case Codec::Zstd:
        break;
    }
    return false;
}

/// What a missing section stands for.
void Decoder::setDefaults()
{
    EventColumns& c = m_columns;
    c.severities.assign(m_rowCount, Severity::Unset);
    c.kinds.assign(m_rowCount, EventKind::Log);
    c.timeFromReceived.assign(m_rowCount, 0);
    c.streamOf.assign(m_rowCount, 0);
    for (auto* refs : {&c.payloads, &c.bodies, &c.traceIds, &c.spanIds, &c.keys, &c.headers})
        refs->assign(m_rowCount, ArenaRef{});
}

bool Decoder::readSections()
{
    setDefaults();
    m_payloadOffsets.assign(m_rowCount, 0);
    // Sections stand in ascending order, so that none is there twice and references come after
    // the payloads they are relative to.
    const auto follows = [](const Entry& a, const Entry& b) {
        return std::pair(a.section, a.index) >= std::pair(b.section, b.index);
    };
    if (std::adjacent_find(m_entries.begin(), m_entries.end(), follows) != m_entries.end())
        return false;
    return std::all_of(m_entries.begin(), m_entries.end(),
                       [this](const Entry& entry) { return readSection(entry); })
        && isConsistent(m_columns);
}

bool Decoder::readSection(const Entry& entry)
{
    if (entry.section == Section::Arena)
        return unpack(entry, m_columns.arena);
    if (!unpack(entry, m_raw))
        return false;
    ByteReader in(m_raw);
    switch (entry.section) {
    case Section::Facts:
        takeFacts(in, m_columns);
        break;
    case Section::Records:
        takeRecords(in);
        break;
    case Section::Metrics:
        takeMetrics(in);
        break;
    case Section::Field:
        takeField(in);
        break;
    default:
        if (!readRowColumn(entry.section, in))
            return false;
    }
    return in.isAtEnd();
}

bool Decoder::readRowColumn(Section section, ByteReader& in)
{
    EventColumns& c = m_columns;
    constexpr std::int64_t highest32 = std::numeric_limits<std::uint32_t>::max();
    switch (section) {
    case Section::Times:
        takeTimes(in, c.times);
        return true;
    case Section::Received:
        takeTimes(in, c.received);
        return true;
    case Section::Severities:
        takeNumbers(in, m_rowCount, c.severities, 0, 255);
        return true;
    case Section::Kinds:
        takeNumbers(in, m_rowCount, c.kinds, 0, static_cast<int>(EventKind::Undecodable));
        return true;
    case Section::TimeFromReceived:
        takeNumbers(in, m_rowCount, c.timeFromReceived, 0, 255);
        return true;
    case Section::Payloads:
        takePayloads(in);
        return true;
    case Section::Bodies:
        takeRefs(in, m_rowCount, nullptr, c.bodies);
        return true;
    case Section::TraceIds:
        takeRefs(in, m_rowCount, nullptr, c.traceIds);
        return true;
    case Section::SpanIds:
        takeRefs(in, m_rowCount, nullptr, c.spanIds);
        return true;
    case Section::StreamOf:
        takeNumbers(in, m_rowCount, c.streamOf, 0, highest32);
        return true;
    case Section::Offsets:
        c.offsets.resize(m_rowCount);
        unpackInts(in, c.offsets);
        return true;
    case Section::Keys:
        takeRefs(in, m_rowCount, nullptr, c.keys);
        return true;
    case Section::Headers:
        takeRefs(in, m_rowCount, nullptr, c.headers);
        return true;
    default:
        return false;
    }
}

template<typename T>
void Decoder::takeNumbers(ByteReader& in, std::size_t size, std::vector<T>& values,
                          std::int64_t low, std::int64_t high)
{
    m_numbers.resize(size);
    unpackInts(in, m_numbers);
    if (!in.isGood())
        return;
    values.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
        if (m_numbers[i] < low || m_numbers[i] > high)
            return in.fail();
        values[i] = static_cast<T>(m_numbers[i]);
    }
}

void Decoder::takeTimes(ByteReader& in, std::vector<TimePoint>& times)
{
    m_numbers.resize(m_rowCount);
    unpackInts(in, m_numbers);
    times.resize(m_rowCount);
    std::transform(m_numbers.begin(), m_numbers.end(), times.begin(), timePointOf);
}

/// A reference from two numbers of any size; the arena's end is checked for all at the end.
ArenaRef refOf(ByteReader& in, std::int64_t offset, std::int64_t length)
{
    constexpr std::int64_t highest = std::numeric_limits<std::uint32_t>::max();
    if (offset < 0 || offset > highest || length < 0 || length > highest) {
        in.fail();
        return {};
    }
    return length == 0
        ? ArenaRef{}
        : ArenaRef{static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length)};
}

void Decoder::takePayloads(ByteReader& in)
{
    m_numbers.resize(m_rowCount);
    m_lengths.resize(m_rowCount);
    unpackInts(in, m_numbers);
    unpackInts(in, m_lengths);
    std::int64_t end = 0;
    for (std::size_t i = 0; i < m_rowCount && in.isGood(); ++i) {
        std::int64_t offset = 0;
        if (__builtin_add_overflow(end, m_numbers[i], &offset))
            return in.fail();
        m_columns.payloads[i] = refOf(in, offset, m_lengths[i]);
        m_payloadOffsets[i] = offset;
        end = offset + m_lengths[i];
    }
}

void Decoder::takeRefs(ByteReader& in, std::size_t size, const std::vector<std::uint32_t>* rows,
                       std::vector<ArenaRef>& refs)
{
    m_numbers.resize(size);
    m_lengths.resize(size);
    unpackInts(in, m_numbers);
    unpackInts(in, m_lengths);
    if (!in.isGood())
        return;
    refs.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t row = rows == nullptr ? i : std::size_t{(*rows)[i]};
        std::int64_t offset = 0;
        if (m_lengths[i] == 0)
            refs[i] = {};
        else if (__builtin_add_overflow(m_payloadOffsets[row], m_numbers[i], &offset))
            return in.fail();
        else
            refs[i] = refOf(in, offset, m_lengths[i]);
    }
}

void Decoder::takeRows(ByteReader& in, std::vector<std::uint32_t>& rows)
{
    const std::uint64_t size = in.getVarint();
    if (!in.isGood() || size > m_rowCount || m_fieldValues + size > blockformat::maxFieldValues)
        return in.fail();
    m_fieldValues += size;
    rows.resize(static_cast<std::size_t>(size));
    if (size == m_rowCount) {
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i] = static_cast<std::uint32_t>(i);
        return;
    }
    takeNumbers(in, rows.size(), rows, 0, static_cast<std::int64_t>(m_rowCount) - 1);
    if (std::adjacent_find(rows.begin(), rows.end(), std::greater_equal<>()) != rows.end())
        in.fail();
}

void Decoder::takeRecords(ByteReader& in)
{
    std::vector<std::uint32_t> rows;
    std::vector<std::uint32_t> numbers;
    takeRows(in, rows);
    takeNumbers(in, rows.size(), numbers, 0, std::numeric_limits<std::uint32_t>::max());
    for (std::size_t i = 0; i < rows.size() && in.isGood(); ++i)
        m_columns.records.emplace_back(rows[i], numbers[i]);
}

void Decoder::takeMetrics(ByteReader& in)
{
    MetricColumns& metrics = m_columns.metrics;
    takeRows(in, metrics.rows);
    if (!in.isGood())
        return;
    const std::size_t size = metrics.rows.size();
    takeRefs(in, size, &metrics.rows, metrics.names);
    m_numbers.resize(size);
    unpackInts(in, m_numbers);
    metrics.values.resize(size);
    std::transform(m_numbers.begin(), m_numbers.end(), metrics.values.begin(),
                   [](std::int64_t bits) { return std::bit_cast<double>(bits); });
    takeRefs(in, size, &metrics.rows, metrics.units);
    takeNumbers(in, size, metrics.types, 0, static_cast<int>(MetricType::Counter));
}

void Decoder::takeField(ByteReader& in)
{
    FieldColumn& field = m_columns.fields.emplace_back();
    field.name = in.getText();
    takeRows(in, field.rows);
    if (!in.isGood())
        return;
    const std::size_t size = field.rows.size();
    takeNumbers(in, size, field.types, 0, static_cast<int>(ValueType::Bytes));
    takeRefs(in, size, &field.rows, field.texts);
    field.numbers.resize(size);
    unpackInts(in, field.numbers);
}

} // namespace

Result<EventColumns> decodeBlock(std::string_view blob, const std::string& subject)
{
    Decoder decoder;
    std::uint16_t version = 0;
    if (!decoder.readTable(blob, version)) {
        if (version > blockformat::version && blob.size() >= blockformat::headerSize)
            return Error{Error::Code::TooNew, subject, "written by a newer version of Weir"};
        return Error{Error::Code::Corrupt, subject, "the block is damaged"};
    }
    if (!decoder.readSections())
        return Error{Error::Code::Corrupt, subject, "the block is damaged"};
    return decoder.takeColumns();
}

} // namespace weir
