// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/coldreader.h"

#include "store/blocks/blockformat.h"
#include "store/blocks/facts.h"
#include "store/blocks/zstdframe.h"

#include <xxhash.h>

#include <algorithm>
#include <limits>

namespace weir {

namespace {

constexpr std::uint32_t mostCatalog = std::uint32_t{256} << 20;
constexpr std::uint32_t mostExpansion = 65'536; ///< of zstd, whatever the frame says

} // namespace

/// Reads the catalog into the parts; every size is checked before it is believed.
class ColdReader::Parser final
{
public:
    Parser(ColdReader& reader, std::string_view body)
        : m_reader(reader)
        , m_in(body)
    {
    }

    bool parse();

private:
    void takeDirectory();
    Numbers takeNumbers(std::uint32_t segment, std::size_t count);
    Numbers takeTimes(std::uint32_t segment);
    Texts takeTexts(std::uint32_t segment, std::size_t count);
    Presence takePresence(std::uint32_t segment);
    void takeMetrics();
    Field takeField(std::uint32_t segment);
    void takePayloads();
    Layout takeLayout(std::size_t& left);
    std::size_t place(std::uint32_t segment, std::size_t bytes);

    ColdReader& m_reader;
    ByteReader m_in;
    std::vector<std::size_t> m_used; ///< of each segment
    std::uint64_t m_values = 0; ///< of all fields
};

void ColdReader::Parser::takeDirectory()
{
    const std::uint64_t count = m_in.getVarint();
    if (count > coldformat::fieldSegment + coldformat::mostFields
        || count < coldformat::fieldSegment)
        return m_in.fail();
    for (std::uint64_t i = 0; i < count && m_in.isGood(); ++i) {
        const std::uint64_t size = m_in.getVarint();
        if (size > blockformat::maxArena)
            m_in.fail();
        m_reader.m_places.push_back({static_cast<std::size_t>(size), m_in.get<std::uint64_t>()});
    }
    m_reader.m_segments.resize(m_reader.m_places.size());
    m_used.resize(m_reader.m_places.size());
}

/// Where the next bytes of a segment are.
std::size_t ColdReader::Parser::place(std::uint32_t segment, std::size_t bytes)
{
    if (segment >= m_used.size() || bytes > m_reader.m_places[segment].size - m_used[segment]) {
        m_in.fail();
        return 0;
    }
    const std::size_t at = m_used[segment];
    m_used[segment] += bytes;
    return at;
}

ColdReader::Numbers ColdReader::Parser::takeNumbers(std::uint32_t segment, std::size_t count)
{
    Numbers numbers;
    numbers.stream = IntStream::take(m_in, count);
    numbers.segment = segment;
    numbers.at = place(segment, numbers.stream.bytes());
    return numbers;
}

ColdReader::Numbers ColdReader::Parser::takeTimes(std::uint32_t segment)
{
    const std::uint64_t scale = m_in.getVarint();
    if (scale != 1 && scale != 1'000 && scale != 1'000'000 && scale != 1'000'000'000)
        m_in.fail();
    Numbers times = takeNumbers(segment, m_reader.m_rows);
    times.scale = static_cast<std::int64_t>(scale);
    return times;
}

ColdReader::Texts ColdReader::Parser::takeTexts(std::uint32_t segment, std::size_t count)
{
    Texts texts;
    if (!m_in.isGood())
        return texts;
    texts.column = TextColumn::take(m_in, count, m_reader.m_version);
    texts.segment = segment;
    texts.at = place(segment, texts.column.bytes());
    return texts;
}

ColdReader::Presence ColdReader::Parser::takePresence(std::uint32_t segment)
{
    Presence presence;
    const std::uint64_t count = m_in.getVarint();
    m_values += count;
    if (count > m_reader.m_rows || m_values > blockformat::maxFieldValues) {
        m_in.fail();
        return presence;
    }
    presence.count = static_cast<std::size_t>(count);
    presence.isEverywhere = count == m_reader.m_rows;
    if (!presence.isEverywhere)
        presence.rows = takeNumbers(segment, presence.count);
    return presence;
}

void ColdReader::Parser::takeMetrics()
{
    Metrics& metrics = m_reader.m_parts.metrics;
    metrics.presence = takePresence(coldformat::metricSegment);
    const std::size_t count = metrics.presence.count;
    if (count == 0)
        return;
    metrics.names = takeTexts(coldformat::metricSegment, count);
    metrics.units = takeTexts(coldformat::metricSegment, count);
    metrics.types = takeNumbers(coldformat::metricSegment, count);
    metrics.values = DoubleStream::take(m_in, count);
    metrics.valuesAt = place(coldformat::metricSegment, metrics.values.bytes());
}

ColdReader::Field ColdReader::Parser::takeField(std::uint32_t segment)
{
    Field field;
    field.name = m_in.getText();
    field.presence = takePresence(segment);
    field.types = takeNumbers(segment, field.presence.count);
    field.texts = takeTexts(segment, field.presence.count);
    const auto isStored = m_in.get<std::uint8_t>();
    if (isStored > 1)
        m_in.fail();
    if (isStored == 1)
        field.numbers = takeNumbers(segment, field.presence.count);
    return field;
}

ColdReader::Layout ColdReader::Parser::takeLayout(std::size_t& left)
{
    Layout layout;
    const auto kind = m_in.get<std::uint8_t>();
    const std::uint64_t count = m_in.getVarint();
    if (kind > static_cast<std::uint8_t>(coldformat::LayoutKind::Shared) || count > left) {
        m_in.fail();
        return layout;
    }
    left -= static_cast<std::size_t>(count);
    layout.kind = static_cast<coldformat::LayoutKind>(kind);
    layout.count = static_cast<std::size_t>(count);
    if (layout.kind != coldformat::LayoutKind::Pieces)
        return layout;
    const std::uint64_t holes = m_in.getVarint();
    const std::uint64_t most = coldformat::fieldHole + m_reader.m_parts.fields.size();
    if (holes > most) {
        m_in.fail();
        return layout;
    }
    for (std::uint64_t i = 0; i < holes && m_in.isGood(); ++i) {
        const std::uint64_t hole = m_in.getVarint();
        if (hole >= most)
            m_in.fail();
        layout.holes.push_back(static_cast<std::uint32_t>(hole));
    }
    for (std::uint64_t i = 0; i <= holes && m_in.isGood(); ++i)
        layout.gaps.push_back(takeTexts(coldformat::payloadSegment, layout.count));
    return layout;
}

void ColdReader::Parser::takePayloads()
{
    const std::uint64_t count = m_in.getVarint();
    if (count > coldformat::mostLayouts)
        return m_in.fail();
    std::size_t left = m_reader.m_rows;
    for (std::uint64_t i = 0; i < count && m_in.isGood(); ++i)
        m_reader.m_parts.layouts.push_back(takeLayout(left));
    m_reader.m_parts.layoutOf = takeNumbers(coldformat::payloadSegment, m_reader.m_rows);
    if (left != 0)
        m_in.fail();
}

bool ColdReader::Parser::parse()
{
    using namespace coldformat;
    Parts& parts = m_reader.m_parts;
    const std::size_t rows = m_reader.m_rows;
    takeDirectory();
    if (!m_in.isGood())
        return false;
    takeFacts(m_in, m_reader.m_facts);
    parts.times = takeTimes(timesSegment);
    parts.received = takeTimes(numbersSegment);
    for (Numbers* numbers :
         {&parts.severities, &parts.kinds, &parts.timeFromReceived, &parts.streamOf})
        *numbers = takeNumbers(numbersSegment, rows);
    if (m_reader.m_facts.sourceKind == SourceKind::File)
        parts.firstOffset = m_in.getZigzag();
    parts.offsets = takeNumbers(numbersSegment, rows);
    parts.recordRows = takePresence(numbersSegment);
    parts.records = takeNumbers(numbersSegment, parts.recordRows.count);
    parts.bodies = takeTexts(bodySegment, rows);
    parts.traceIds = takeTexts(traceSegment, rows);
    parts.spanIds = takeTexts(spanSegment, rows);
    parts.keys = takeTexts(keySegment, rows);
    parts.headers = takeTexts(keySegment, rows);
    takeMetrics();
    const std::uint64_t fields = m_in.getVarint();
    if (fields != m_reader.m_places.size() - fieldSegment)
        m_in.fail();
    for (std::uint64_t i = 0; i < fields && m_in.isGood(); ++i)
        parts.fields.push_back(takeField(fieldSegment + static_cast<std::uint32_t>(i)));
    takePayloads();
    m_used[filterSegment] = m_reader.m_places[filterSegment].size;
    // Bytes that no column explains are damage.
    for (std::size_t i = 0; i < m_used.size(); ++i) {
        if (m_used[i] != m_reader.m_places[i].size)
            return false;
    }
    return m_in.isAtEnd();
}

namespace {

/// What stands in front of the columns' description.
struct Head
{
    std::uint16_t version = 0;
    std::uint32_t rows = 0;
    std::uint32_t size = 0; ///< of the body, unpacked
    std::string_view trigrams;
    std::string_view stored; ///< the body
};

/// Of all but the checksum itself.
std::uint64_t checksumOf(std::string_view catalog)
{
    std::string checked(catalog.substr(0, coldformat::headerSize - sizeof(std::uint64_t)));
    checked.append(catalog.substr(coldformat::headerSize));
    return XXH3_64bits(checked.data(), checked.size());
}

/// Checks the whole catalog.
Result<Head> headOf(std::string_view catalog, const std::string& subject)
{
    const Error damaged{Error::Code::Corrupt, subject, "the block is damaged"};
    Head head;
    ByteReader header(catalog);
    const auto magic = header.get<std::uint32_t>();
    head.version = header.get<std::uint16_t>();
    const auto trigrams = header.get<std::uint16_t>();
    head.rows = header.get<std::uint32_t>();
    head.size = header.get<std::uint32_t>();
    const auto checksum = header.get<std::uint64_t>();
    if (!header.isGood() || magic != coldformat::magic)
        return damaged;
    if (head.version > coldformat::version)
        return Error{Error::Code::TooNew, subject, "written by a newer version of Weir"};
    head.trigrams = header.take(trigrams);
    head.stored = header.take(header.left());
    const bool isOld = head.version < coldformat::trigramsVersion;
    if (!header.isGood() || head.version == 0 || (isOld && trigrams != 0) || head.rows == 0
        || head.rows > blockformat::maxRows || head.size > mostCatalog
        || head.stored.size() > head.size || head.size / mostExpansion > head.stored.size()
        || checksumOf(catalog) != checksum)
        return damaged;
    return head;
}

} // namespace

Result<std::unique_ptr<ColdReader>> ColdReader::open(std::string_view catalog, SegmentLoader load,
                                                     std::string subject,
                                                     const TrigramTest& mayMatch)
{
    const Error damaged{Error::Code::Corrupt, subject, "the block is damaged"};
    const auto head = headOf(catalog, subject);
    if (!head)
        return head.error();
    if (mayMatch && !mayMatch(head->trigrams))
        return std::unique_ptr<ColdReader>();
    std::unique_ptr<ColdReader> reader(new ColdReader);
    if (head->stored.size() == head->size)
        reader->m_body.assign(head->stored);
    else if (!decompressTo(head->stored, head->size, reader->m_body))
        return damaged;
    reader->m_version = head->version;
    reader->m_rows = head->rows;
    reader->m_load = std::move(load);
    reader->m_subject = std::move(subject);
    if (!Parser(*reader, reader->m_body).parse())
        return damaged;
    return reader;
}

ColdReader::Field* ColdReader::field(std::string_view name)
{
    const auto found = std::find_if(m_parts.fields.begin(), m_parts.fields.end(),
                                    [name](const Field& field) { return field.name == name; });
    return found == m_parts.fields.end() ? nullptr : &*found;
}

bool ColdReader::fail()
{
    if (m_error.detail.empty())
        m_error = {Error::Code::Corrupt, m_subject, "the block is damaged"};
    return false;
}

std::optional<std::string_view> ColdReader::segment(std::uint32_t index)
{
    auto& kept = m_segments[index];
    if (kept)
        return std::string_view(*kept);
    const SegmentPlace& place = m_places[index];
    if (place.size == 0)
        return std::string_view(kept.emplace());
    auto loaded = m_load(index);
    if (!loaded) {
        m_error = loaded.error();
        return std::nullopt;
    }
    if (loaded->size() != place.size
        || XXH3_64bits(loaded->data(), loaded->size()) != place.checksum) {
        fail();
        return std::nullopt;
    }
    m_bytesLoaded += loaded->size();
    return std::string_view(kept.emplace(std::move(*loaded)));
}

bool ColdReader::mayHaveId(std::uint64_t hash, bool& answer)
{
    const auto filter = segment(coldformat::filterSegment);
    if (!filter)
        return false;
    answer = mayHold(*filter, hash);
    return true;
}

bool ColdReader::mayHaveQuad(const DottedQuad& quad, bool& answer)
{
    const auto filter = segment(coldformat::filterSegment);
    if (!filter)
        return false;
    const auto hashes = quad.hashes();
    answer = m_version < coldformat::quadsVersion
        || std::any_of(hashes.begin(), hashes.end(),
                       [&](std::uint64_t hash) { return mayHold(*filter, hash); });
    return true;
}

bool ColdReader::load(Texts& texts)
{
    if (texts.isLoaded)
        return true;
    // A column that the catalog says all of has nothing to fetch.
    if (texts.column.bytes() > 0) {
        const auto words = segment(texts.segment);
        if (!words)
            return false;
        texts.column.setWords(words->substr(texts.at, texts.column.bytes()));
    }
    texts.isLoaded = true;
    return true;
}

bool ColdReader::unpack(const Numbers& numbers, std::vector<std::int64_t>& values)
{
    values.resize(numbers.stream.count());
    std::string_view words;
    if (numbers.stream.bytes() > 0) {
        const auto whole = segment(numbers.segment);
        if (!whole)
            return false;
        words = whole->substr(numbers.at, numbers.stream.bytes());
    }
    if (!numbers.stream.unpack(words, values))
        return fail();
    if (numbers.scale != 1) {
        for (std::int64_t& value : values)
            value = static_cast<std::int64_t>(static_cast<std::uint64_t>(value)
                                              * static_cast<std::uint64_t>(numbers.scale));
    }
    return true;
}

bool ColdReader::unpackRows(const Presence& presence, std::vector<std::uint32_t>& rows)
{
    rows.resize(presence.count);
    if (presence.isEverywhere) {
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i] = static_cast<std::uint32_t>(i);
        return true;
    }
    std::vector<std::int64_t> numbers;
    if (!unpack(presence.rows, numbers))
        return false;
    std::int64_t before = -1;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (numbers[i] <= before || static_cast<std::uint64_t>(numbers[i]) >= m_rows)
            return fail();
        before = numbers[i];
        rows[i] = static_cast<std::uint32_t>(before);
    }
    return true;
}

bool ColdReader::unpackMetricValues(std::vector<double>& values)
{
    const Metrics& metrics = m_parts.metrics;
    std::string_view words;
    if (metrics.values.bytes() > 0) {
        const auto whole = segment(coldformat::metricSegment);
        if (!whole)
            return false;
        words = whole->substr(metrics.valuesAt, metrics.values.bytes());
    }
    return metrics.values.unpack(words, values) || fail();
}

} // namespace weir
