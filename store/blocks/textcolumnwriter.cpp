// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/textcolumnwriter.h"

#include "store/blocks/hexcolumn.h"
#include "store/blocks/intstream.h"
#include "store/blocks/rawtexts.h"
#include "store/blocks/wordcolumn.h"

#include <algorithm>
#include <array>
#include <bit>

namespace weir {

namespace {

constexpr std::size_t mostTexts = 256; ///< of a dictionary of texts
constexpr std::size_t rowsPerText = 4;
/// More templates than this are no templates: what comes after them is kept as it is.
constexpr std::size_t mostTemplates = 16'384;
constexpr std::size_t rowsPerTemplate = 2;
constexpr std::size_t leastTemplates = 64;
/// Fewer cost less than they could save.
constexpr std::size_t worthMerging = 32;

/// Ids that are worth a place in the filter: shorter ones stand in too many blocks.
bool isWholeId(VariableKind kind, std::uint64_t bytes)
{
    return kind == VariableKind::Uuid || bytes >= WholeId::leastDigits / 2;
}

constexpr std::string_view wholeText{"\x07", 1};
static_assert(static_cast<char>(VariableKind::Text) == wholeText[0]);

} // namespace

void TextColumnWriter::write(std::span<const std::string_view> texts,
                             std::span<const std::int64_t> bases, ByteWriter& catalog,
                             std::string& segment)
{
    if (!takeAsDictionary(texts))
        takeAsTemplates(texts, bases);
    putPools(catalog, segment);
    catalog.putVarint(m_used);
    for (std::size_t i = 0; i < m_used; ++i)
        putEntry(m_entries[i], catalog, segment);
    IntStream::pack(segment, m_codes).put(catalog);
}

std::uint32_t TextColumnWriter::addEntry(std::string_view pattern)
{
    if (++m_used > m_entries.size())
        m_entries.emplace_back();
    Entry& entry = m_entries[m_used - 1];
    entry.pattern.assign(pattern);
    entry.count = 0;
    entry.variables = 0;
    return static_cast<std::uint32_t>(m_used - 1);
}

/// False when there are too many different texts, or one that looks like a template.
bool TextColumnWriter::takeAsDictionary(std::span<const std::string_view> texts)
{
    m_entryNames.clear();
    m_codes.clear();
    m_used = 0;
    const std::size_t most = std::min(mostTexts, texts.size() / rowsPerText + 1);
    for (const std::string_view text : texts) {
        // Neighbours are often the same, and comparing is cheaper than looking up.
        if (!m_codes.empty() && m_entries[static_cast<std::size_t>(m_codes.back())].pattern == text) {
            m_codes.push_back(m_codes.back());
            ++m_entries[static_cast<std::size_t>(m_codes.back())].count;
            continue;
        }
        std::uint32_t number = m_entryNames.find(text);
        if (number == NumberedTexts::none) {
            if (m_used == most || std::any_of(text.begin(), text.end(), isMarker))
                return false;
            number = m_entryNames.add(text);
            addEntry(text);
        }
        m_codes.push_back(number);
        ++m_entries[number].count;
    }
    return true;
}

void TextColumnWriter::splitAll(std::span<const std::string_view> texts)
{
    m_patternTexts.clear();
    m_patterns.clear();
    m_patternOf.clear();
    m_variables.clear();
    const std::size_t most =
        std::clamp(texts.size() / rowsPerTemplate, leastTemplates, mostTemplates);
    for (const std::string_view text : texts) {
        const std::size_t before = m_variables.size();
        m_template.split(text, m_variables);
        std::uint32_t number = m_patterns.find(m_template.pattern());
        if (number == NumberedTexts::none && m_patterns.size() >= most) {
            number = m_patterns.find(wholeText);
            if (number == NumberedTexts::none)
                number = m_patterns.add(wholeText);
            m_variables.resize(before);
            m_variables.push_back({VariableKind::Text, 0, 0, text});
            m_patternOf.push_back(number);
            continue;
        }
        if (number == NumberedTexts::none)
            number = m_patterns.add(m_patternTexts.emplace_back(m_template.pattern()));
        m_patternOf.push_back(number);
    }
}

/// From patterns to entries: of patterns that differ in a word only, one.
void TextColumnWriter::mergeSplit()
{
    if (m_patterns.size() >= worthMerging) {
        m_merged = m_merger.merge(m_patterns.texts());
    } else {
        m_merged.clear();
        for (const std::string_view pattern : m_patterns.texts())
            m_merged.push_back({std::string(pattern), {}});
    }
    m_entryNames.clear();
    m_entryOf.clear();
    m_used = 0;
    for (const TemplateMerger::Merged& merged : m_merged) {
        const std::uint32_t number = m_entryNames.numberOf(merged.pattern);
        if (number == m_used)
            addEntry(merged.pattern);
        m_entryOf.push_back(number);
    }
    // Buffers of an earlier column are used again, for the kinds of this one.
    for (std::size_t i = 0; i < m_used; ++i) {
        Entry& entry = m_entries[i];
        for (std::size_t at = 0; at < entry.pattern.size(); ++at) {
            if (!isMarker(entry.pattern[at]))
                continue;
            if (++entry.variables > entry.values.size())
                entry.values.emplace_back();
            Values& values = entry.values[entry.variables - 1];
            values.kind = static_cast<VariableKind>(entry.pattern[at]);
            values.detail = hasDetail(values.kind)
                ? static_cast<std::uint8_t>(entry.pattern[at + 1])
                : std::uint8_t{0};
            values.isPooled = false;
            values.numbers.clear();
            values.bytes.clear();
            values.words.clear();
            at += hasDetail(values.kind) ? 1U : 0U;
        }
    }
}

void TextColumnWriter::takeAsTemplates(std::span<const std::string_view> texts,
                                       std::span<const std::int64_t> bases)
{
    splitAll(texts);
    mergeSplit();
    m_codes.clear();
    const Variable* variables = m_variables.data();
    for (std::size_t row = 0; row < texts.size(); ++row) {
        const std::uint32_t split = m_patternOf[row];
        Entry& entry = m_entries[m_entryOf[split]];
        m_codes.push_back(m_entryOf[split]);
        ++entry.count;
        addRow(entry, split, variables, bases.empty() ? 0 : bases[row]);
        variables += entry.variables - m_merged[split].words.size();
    }
}

void TextColumnWriter::addRow(Entry& entry, std::size_t split, const Variable* variables,
                              std::int64_t base)
{
    auto word = m_merged[split].words.begin();
    for (std::size_t i = 0; i < entry.variables; ++i) {
        Values& values = entry.values[i];
        if (values.kind == VariableKind::Word)
            values.numbers.push_back(values.words.numberOf(*word++));
        else
            addValue(values, *variables++, base);
    }
}

void TextColumnWriter::addValue(Values& values, const Variable& variable, std::int64_t base)
{
    if (isNumeric(variable.kind)) {
        const auto relative =
            static_cast<std::uint64_t>(variable.kind == VariableKind::Time ? base : 0);
        values.numbers.push_back(
            static_cast<std::int64_t>(static_cast<std::uint64_t>(variable.number) - relative));
    } else if (variable.kind == VariableKind::Text) {
        values.numbers.push_back(static_cast<std::int64_t>(variable.bytes.size()));
        values.bytes.append(variable.bytes);
    } else {
        packHex(values.bytes, variable.bytes);
    }
}

/// Too many words are no dictionary.
void TextColumnWriter::keepAsTexts(Entry& entry, std::size_t variable)
{
    std::size_t at = 0;
    for (std::size_t seen = 0;; ++at) {
        if (!isMarker(entry.pattern[at]))
            continue;
        if (seen++ == variable)
            break;
        at += hasDetail(static_cast<VariableKind>(entry.pattern[at])) ? 1U : 0U;
    }
    entry.pattern[at] = wholeText[0];
    Values& values = entry.values[variable];
    values.kind = VariableKind::Text;
    for (std::int64_t& number : values.numbers) {
        const std::string_view word = values.words.texts()[static_cast<std::size_t>(number)];
        values.bytes.append(word);
        number = static_cast<std::int64_t>(word.size());
    }
    values.words.clear();
}

/// Ids that stand in texts of several templates, such as a trace id at the end of every line.
void TextColumnWriter::gatherPools()
{
    m_pools.clear();
    for (std::size_t i = 0; i < m_used; ++i) {
        for (std::size_t at = 0; at < m_entries[i].variables; ++at) {
            Values& values = m_entries[i].values[at];
            if (values.kind != VariableKind::Hex && values.kind != VariableKind::Uuid)
                continue;
            auto pool = std::find_if(m_pools.begin(), m_pools.end(), [&values](const Pool& known) {
                return known.kind == values.kind && known.detail == values.detail;
            });
            if (pool == m_pools.end())
                pool = m_pools.insert(pool, {values.kind, values.detail, 0, {}, {}});
            pool->rows += m_entries[i].count;
            pool->members.push_back(&values);
        }
    }
    std::erase_if(m_pools, [](Pool& pool) { return !isWorthAPool(pool); });
}

/// Numbers its ids, and says whether an eighth is saved by that.
bool TextColumnWriter::isWorthAPool(Pool& pool)
{
    if (pool.members.size() < 2)
        return false;
    const std::size_t size = hexBytes(pool.kind, pool.detail);
    pool.ids.clear(size, pool.rows);
    for (Values* const values : pool.members) {
        const std::string_view bytes = values->bytes;
        values->numbers.clear();
        for (std::size_t at = 0; at < bytes.size(); at += size)
            values->numbers.push_back(pool.ids.numberOf(bytes.substr(at, size)));
    }
    const auto bits = static_cast<std::size_t>(std::bit_width(pool.ids.count()));
    const bool isWorth =
        pool.ids.bytes().size() + pool.rows * bits / 8 < pool.rows * size / 8 * 7;
    for (Values* const values : pool.members)
        values->isPooled = isWorth;
    return isWorth;
}

void TextColumnWriter::putPools(ByteWriter& catalog, std::string& segment)
{
    gatherPools();
    catalog.putVarint(m_pools.size());
    for (const Pool& pool : m_pools) {
        catalog.put(static_cast<std::uint8_t>(pool.kind));
        catalog.put(pool.detail);
        catalog.putVarint(pool.ids.count());
        segment.append(pool.ids.bytes());
        if (isWholeId(pool.kind, hexBytes(pool.kind, pool.detail)))
            m_ids.insert(m_ids.end(), pool.ids.hashes().begin(), pool.ids.hashes().end());
    }
}

void TextColumnWriter::addQuads(const Entry& entry)
{
    for (const std::size_t first : quadsOf(entry.pattern)) {
        m_quads.clear();
        for (std::size_t row = 0; row < entry.count; ++row) {
            std::array<std::int64_t, 4> numbers{};
            for (std::size_t i = 0; i < numbers.size(); ++i)
                numbers[i] = entry.values[first + i].numbers[row];
            m_quads.push_back(hashOfQuad(numbers));
        }
        std::sort(m_quads.begin(), m_quads.end());
        m_quads.erase(std::unique(m_quads.begin(), m_quads.end()), m_quads.end());
        m_ids.insert(m_ids.end(), m_quads.begin(), m_quads.end());
    }
}

void TextColumnWriter::addTrigrams(const Entry& entry)
{
    m_trigrams.addPattern(entry.pattern);
    for (std::size_t i = 0; i < entry.variables; ++i) {
        const Values& values = entry.values[i];
        if (values.kind == VariableKind::Text)
            m_trigrams.add(values.bytes); // some that no text has, where two meet
        for (const std::string_view word : values.words.texts())
            m_trigrams.add(word);
    }
}

void TextColumnWriter::putEntry(Entry& entry, ByteWriter& catalog, std::string& segment)
{
    for (std::size_t i = 0; i < entry.variables; ++i) {
        if (entry.values[i].words.size() > WordColumn::mostWords)
            keepAsTexts(entry, i);
    }
    addQuads(entry);
    if (m_isSearched)
        addTrigrams(entry);
    catalog.putText(entry.pattern);
    catalog.putVarint(entry.count);
    for (std::size_t i = 0; i < entry.variables; ++i) {
        const Values& values = entry.values[i];
        if (isNumeric(values.kind))
            IntStream::pack(segment, values.numbers).put(catalog);
        else if (values.kind == VariableKind::Text)
            RawTexts::pack(values.bytes, values.numbers, catalog, segment);
        else if (values.kind == VariableKind::Word)
            WordColumn::pack(values.words.texts(), values.numbers, catalog, segment);
        else if (values.isPooled)
            HexColumn::packPooled(values.numbers, catalog, segment);
        else
            HexColumn::pack(values.bytes, static_cast<std::size_t>(entry.count), catalog, segment,
                            isWholeId(values.kind, values.bytes.size() / entry.count) ? &m_ids
                                                                                      : nullptr);
    }
}

} // namespace weir
