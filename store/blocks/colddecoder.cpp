// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/colddecoder.h"

#include "core/eventbatch.h"
#include "store/blocks/blockformat.h"

#include <algorithm>
#include <limits>

namespace weir {

Result<EventColumns> ColdDecoder::decode(const WantedColumns& wanted)
{
    m_columns = m_reader.facts();
    const bool isDone = takeTimes(m_parts.times, m_columns.times)
        && takeTimes(m_parts.received, m_columns.received)
        && (wanted.everything ? decodeEverything() : decodeWanted(wanted));
    if (!isDone || !isConsistent(m_columns)) {
        m_reader.fail();
        return m_reader.error();
    }
    return std::move(m_columns);
}

bool ColdDecoder::takeTimes(const Numbers& numbers, std::vector<TimePoint>& times)
{
    if (!m_reader.unpack(numbers, m_numbers))
        return false;
    times.resize(m_numbers.size());
    std::transform(m_numbers.begin(), m_numbers.end(), times.begin(), timePointOf);
    return true;
}

template<typename T>
bool ColdDecoder::takeNumbers(const Numbers& numbers, std::int64_t low, std::int64_t high,
                              std::vector<T>& values)
{
    if (!m_reader.unpack(numbers, m_numbers))
        return false;
    values.resize(m_numbers.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (m_numbers[i] < low || m_numbers[i] > high)
            return m_reader.fail();
        values[i] = static_cast<T>(m_numbers[i]);
    }
    return true;
}

bool ColdDecoder::takeRecords()
{
    std::vector<std::uint32_t> rows;
    std::vector<std::uint32_t> records;
    if (!m_reader.unpackRows(m_parts.recordRows, rows)
        || !takeNumbers(m_parts.records, 0, std::numeric_limits<std::uint32_t>::max(), records))
        return false;
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_columns.records.emplace_back(rows[i], records[i]);
    return true;
}

bool ColdDecoder::takeMetrics()
{
    ColdReader::Metrics& from = m_parts.metrics;
    MetricColumns& to = m_columns.metrics;
    if (from.presence.count == 0)
        return true;
    to.names.resize(from.presence.count);
    to.units.resize(from.presence.count);
    return m_reader.unpackRows(from.presence, to.rows)
        && takeNumbers(from.types, 0, static_cast<int>(MetricType::Counter), to.types)
        && m_reader.unpackMetricValues(to.values);
}

/// Everything of a field but its texts.
bool ColdDecoder::takeField(ColdReader::Field& field, FieldColumn& column)
{
    column.name = field.name;
    column.texts.resize(field.presence.count);
    column.numbers.resize(field.presence.count);
    return m_reader.unpackRows(field.presence, column.rows)
        && takeNumbers(field.types, 0, static_cast<int>(ValueType::Bytes), column.types);
}

/// After the texts, from which they mostly follow.
bool ColdDecoder::takeFieldNumbers(ColdReader::Field& field, FieldColumn& column)
{
    if (field.numbers)
        return m_reader.unpack(*field.numbers, column.numbers);
    const std::string_view arena = m_columns.arena;
    for (std::size_t i = 0; i < column.numbers.size(); ++i) {
        if (i > 0 && column.texts[i] == column.texts[i - 1]
            && column.types[i] == column.types[i - 1]) {
            column.numbers[i] = column.numbers[i - 1];
            continue;
        }
        const ArenaRef ref = column.texts[i];
        const auto number =
            numberOfText(column.types[i], arena.substr(ref.offset, ref.length));
        if (!number)
            return m_reader.fail();
        column.numbers[i] = *number;
    }
    return true;
}

/// Numbers from the variables that hold them; texts are made only of what is written in another way.
bool ColdDecoder::takeNumbersOnly(ColdReader::Field& field, FieldColumn& column)
{
    if (field.numbers)
        return m_reader.unpack(*field.numbers, column.numbers);
    TextColumn& texts = field.texts.column;
    if (!m_reader.load(field.texts) || !texts.unpackAll())
        return m_reader.fail();
    std::string text;
    for (std::size_t i = 0; i < column.numbers.size(); ++i) {
        const TextColumn::Entry& entry = texts.entries()[texts.entryOf(i)];
        const bool isNumber = entry.pieces.size() == 1 && entry.variables.size() == 1;
        const VariableKind kind = isNumber ? entry.variables[0].kind : VariableKind::Text;
        if (kind == VariableKind::Whole && column.types[i] == ValueType::Int) {
            column.numbers[i] = entry.variables[0].values[texts.placeOf(i)];
        } else if (kind == VariableKind::Decimal && column.types[i] == ValueType::Double) {
            column.numbers[i] = bitsOfDecimal(entry.variables[0].values[texts.placeOf(i)],
                                              entry.variables[0].detail);
        } else {
            text.clear();
            texts.append(text, texts.entryOf(i), texts.placeOf(i));
            const auto number = numberOfText(column.types[i], text);
            if (!number)
                return m_reader.fail();
            column.numbers[i] = *number;
        }
    }
    return true;
}

bool ColdDecoder::takeOffsets()
{
    if (!m_reader.unpack(m_parts.offsets, m_columns.offsets))
        return false;
    if (m_columns.sourceKind != SourceKind::File)
        return true;
    auto offset = static_cast<std::uint64_t>(m_parts.firstOffset);
    m_columns.offsets.front() = m_parts.firstOffset;
    for (std::size_t row = 1; row < m_columns.offsets.size(); ++row) {
        offset += static_cast<std::uint64_t>(m_columns.offsets[row])
            + m_columns.payloads[row - 1].length + 1;
        m_columns.offsets[row] = static_cast<std::int64_t>(offset);
    }
    return true;
}

bool ColdDecoder::decodeEverything()
{
    EventColumns& c = m_columns;
    constexpr std::int64_t highest32 = std::numeric_limits<std::uint32_t>::max();
    const std::size_t rows = m_reader.rows();
    for (auto* refs : {&c.payloads, &c.bodies, &c.traceIds, &c.spanIds, &c.keys, &c.headers})
        refs->resize(rows);
    bool isGood = takeNumbers(m_parts.severities, 0, 255, c.severities)
        && takeNumbers(m_parts.kinds, 0, static_cast<int>(EventKind::Undecodable), c.kinds)
        && takeNumbers(m_parts.timeFromReceived, 0, 255, c.timeFromReceived)
        && takeNumbers(m_parts.streamOf, 0, highest32, c.streamOf) && takeRecords()
        && takeMetrics();
    c.fields.resize(m_parts.fields.size());
    for (std::size_t i = 0; i < c.fields.size() && isGood; ++i)
        isGood = takeField(m_parts.fields[i], c.fields[i]);
    if (!isGood)
        return false;
    addHoleColumns();
    if (!writePayloads())
        return false;
    for (HoleColumn& column : m_holes) {
        if (column.texts != nullptr && !writeRest(column))
            return false;
    }
    for (std::size_t i = 0; i < c.fields.size(); ++i) {
        if (!takeFieldNumbers(m_parts.fields[i], c.fields[i]))
            return false;
    }
    return writeTexts(m_parts.keys, c.keys) && writeTexts(m_parts.headers, c.headers)
        && takeOffsets();
}

bool ColdDecoder::decodeWanted(const WantedColumns& wanted)
{
    EventColumns& c = m_columns;
    const std::size_t rows = m_reader.rows();
    c.severities.assign(rows, Severity::Unset);
    c.kinds.assign(rows, EventKind::Log);
    c.timeFromReceived.assign(rows, 0);
    c.streamOf.assign(rows, 0);
    c.offsets.assign(rows, -1);
    for (auto* refs : {&c.payloads, &c.bodies, &c.traceIds, &c.spanIds, &c.keys, &c.headers})
        refs->resize(rows);
    if (wanted.severities && !takeNumbers(m_parts.severities, 0, 255, c.severities))
        return false;
    if ((wanted.bodies && !writeTexts(m_parts.bodies, c.bodies))
        || (wanted.traceIds && !writeTexts(m_parts.traceIds, c.traceIds))
        || (wanted.spanIds && !writeTexts(m_parts.spanIds, c.spanIds)))
        return false;
    for (const std::string& name : wanted.fields) {
        ColdReader::Field* const field = m_reader.field(name);
        if (field == nullptr)
            continue;
        FieldColumn column;
        if (!takeField(*field, column) || !writeTexts(field->texts, column.texts)
            || !takeFieldNumbers(*field, column))
            return false;
        c.fields.push_back(std::move(column));
    }
    for (const std::string& name : wanted.numbers) {
        ColdReader::Field* const field = m_reader.field(name);
        if (field == nullptr)
            continue;
        FieldColumn column;
        if (!takeField(*field, column) || !takeNumbersOnly(*field, column))
            return false;
        c.fields.push_back(std::move(column));
    }
    return true;
}

void ColdDecoder::addHoleColumns()
{
    EventColumns& c = m_columns;
    m_holes.resize(coldformat::fieldHole + c.fields.size());
    m_holes[coldformat::bodyHole] = {&m_parts.bodies, &c.bodies, nullptr, 0, {}};
    m_holes[coldformat::traceHole] = {&m_parts.traceIds, &c.traceIds, nullptr, 0, {}};
    m_holes[coldformat::spanHole] = {&m_parts.spanIds, &c.spanIds, nullptr, 0, {}};
    if (m_parts.metrics.presence.count > 0) {
        m_holes[coldformat::metricNameHole] = {&m_parts.metrics.names, &c.metrics.names,
                                               &c.metrics.rows, 0, {}};
        m_holes[coldformat::metricUnitHole] = {&m_parts.metrics.units, &c.metrics.units,
                                               &c.metrics.rows, 0, {}};
    }
    for (std::size_t i = 0; i < c.fields.size(); ++i)
        m_holes[coldformat::fieldHole + i] = {&m_parts.fields[i].texts, &c.fields[i].texts,
                                              &c.fields[i].rows, 0, {}};
    for (HoleColumn& column : m_holes) {
        if (column.refs != nullptr)
            column.isWritten.assign(column.refs->size(), false);
    }
}

bool ColdDecoder::writePayloads()
{
    for (HoleColumn& column : m_holes) {
        if (column.texts != nullptr
            && (!m_reader.load(*column.texts) || !column.texts->column.unpackAll()))
            return m_reader.fail();
    }
    for (ColdReader::Layout& layout : m_parts.layouts) {
        for (Texts& gap : layout.gaps) {
            if (!m_reader.load(gap) || !gap.column.unpackAll())
                return m_reader.fail();
        }
    }
    std::vector<std::int64_t> layoutOf;
    if (!m_reader.unpack(m_parts.layoutOf, layoutOf))
        return false;
    std::vector<std::size_t> places(m_parts.layouts.size());
    for (std::size_t row = 0; row < layoutOf.size(); ++row) {
        if (layoutOf[row] < 0
            || static_cast<std::uint64_t>(layoutOf[row]) >= m_parts.layouts.size())
            return m_reader.fail();
        const auto index = static_cast<std::size_t>(layoutOf[row]);
        ColdReader::Layout& layout = m_parts.layouts[index];
        if (places[index] == layout.count)
            return m_reader.fail();
        if (layout.kind == coldformat::LayoutKind::Shared && row > 0)
            m_columns.payloads[row] = m_columns.payloads[row - 1];
        else if (layout.kind == coldformat::LayoutKind::Pieces
                 && !writePieces(row, layout, places[index]))
            return false;
        ++places[index];
    }
    return true;
}

bool ColdDecoder::writePieces(std::size_t row, ColdReader::Layout& layout, std::size_t place)
{
    std::string& arena = m_columns.arena;
    const std::size_t begin = arena.size();
    const std::int64_t time = nanosecondsOf(m_columns.times[row]);
    for (std::size_t i = 0; i < layout.gaps.size(); ++i) {
        const TextColumn& gap = layout.gaps[i].column;
        gap.append(arena, gap.entryOf(place), gap.placeOf(place), time);
        if (i < layout.holes.size() && !writeHole(row, layout.holes[i]))
            return false;
    }
    if (isTooLarge())
        return m_reader.fail();
    m_columns.payloads[row] = {static_cast<std::uint32_t>(begin),
                               static_cast<std::uint32_t>(arena.size() - begin)};
    return true;
}

bool ColdDecoder::writeHole(std::size_t row, std::uint32_t hole)
{
    HoleColumn& column = m_holes[hole];
    if (column.texts == nullptr)
        return m_reader.fail();
    std::size_t index = row;
    if (column.rows != nullptr) {
        while (column.cursor < column.rows->size() && (*column.rows)[column.cursor] < row)
            ++column.cursor;
        if (column.cursor == column.rows->size() || (*column.rows)[column.cursor] != row)
            return m_reader.fail();
        index = column.cursor;
    }
    if (isTooLarge())
        return m_reader.fail();
    std::string& arena = m_columns.arena;
    const std::size_t begin = arena.size();
    const TextColumn& texts = column.texts->column;
    texts.append(arena, texts.entryOf(index), texts.placeOf(index));
    (*column.refs)[index] = {static_cast<std::uint32_t>(begin),
                             static_cast<std::uint32_t>(arena.size() - begin)};
    column.isWritten[index] = true;
    return true;
}

/// The texts that no payload holds.
bool ColdDecoder::writeRest(HoleColumn& column)
{
    std::string& arena = m_columns.arena;
    const TextColumn& texts = column.texts->column;
    for (std::size_t i = 0; i < column.isWritten.size(); ++i) {
        if (column.isWritten[i])
            continue;
        const std::size_t begin = arena.size();
        texts.append(arena, texts.entryOf(i), texts.placeOf(i));
        if (isTooLarge())
            return m_reader.fail();
        const auto length = static_cast<std::uint32_t>(arena.size() - begin);
        (*column.refs)[i] =
            length == 0 ? ArenaRef{} : ArenaRef{static_cast<std::uint32_t>(begin), length};
    }
    return true;
}

/// A column by itself; texts of its dictionary are written once.
bool ColdDecoder::writeTexts(Texts& texts, std::vector<ArenaRef>& refs)
{
    TextColumn& column = texts.column;
    if (!m_reader.load(texts) || !column.unpackAll())
        return m_reader.fail();
    std::string& arena = m_columns.arena;
    std::vector<std::optional<ArenaRef>> written(column.entries().size());
    refs.resize(column.rows());
    for (std::size_t i = 0; i < refs.size(); ++i) {
        const std::uint32_t entry = column.entryOf(i);
        if (written[entry]) {
            refs[i] = *written[entry];
            continue;
        }
        const std::size_t begin = arena.size();
        column.append(arena, entry, column.placeOf(i));
        if (isTooLarge())
            return m_reader.fail();
        const auto length = static_cast<std::uint32_t>(arena.size() - begin);
        refs[i] = length == 0 ? ArenaRef{} : ArenaRef{static_cast<std::uint32_t>(begin), length};
        if (column.entries()[entry].isText())
            written[entry] = refs[i];
    }
    return true;
}

bool ColdDecoder::isTooLarge() const
{
    return m_columns.arena.size() > blockformat::maxArena;
}

Result<EventColumns> decodeCold(std::string_view catalog, const SegmentLoader& load,
                                const std::string& subject)
{
    auto reader = ColdReader::open(catalog, load, subject);
    if (!reader)
        return reader.error();
    return ColdDecoder(**reader).decode({});
}

} // namespace weir
