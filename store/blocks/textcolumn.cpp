// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/textcolumn.h"

#include "store/blocks/blockformat.h"
#include "store/blocks/coldformat.h"

#include <algorithm>

namespace weir {

namespace {

bool isDetailOf(VariableKind kind, std::uint8_t detail)
{
    switch (kind) {
    case VariableKind::Padded:
    case VariableKind::Decimal:
        return detail >= 1 && detail <= 18;
    case VariableKind::Hex:
        return detail >= 1;
    case VariableKind::Time:
        return detail < 64 && (detail & TimeStyle::digitsMask) <= 9;
    default:
        return true;
    }
}

/// Far more than a text of 4 KiB can have, and few enough to go from one to the next by recursion.
constexpr std::size_t mostVariables = 1024;
constexpr std::size_t mostPools = 256; ///< there are no more forms

std::size_t markersIn(std::string_view pattern)
{
    std::size_t markers = 0;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (!isMarker(pattern[at]))
            continue;
        ++markers;
        at += hasDetail(static_cast<VariableKind>(pattern[at])) ? 1U : 0U;
    }
    return markers;
}

/// Of one block after the other: its memory is kept, for getting it anew costs as much as unpacking.
std::span<std::int64_t> codesOfThread(std::size_t rows)
{
    static thread_local std::vector<std::int64_t> codes;
    codes.resize(std::max(codes.size(), rows));
    return std::span(codes).first(rows);
}

} // namespace

bool TextColumn::takePools(ByteReader& catalog)
{
    const std::uint64_t count = catalog.getVarint();
    if (count > mostPools)
        return false;
    for (std::uint64_t i = 0; i < count && catalog.isGood(); ++i) {
        Pool pool;
        pool.kind = static_cast<VariableKind>(catalog.get<std::uint8_t>());
        pool.detail = catalog.get<std::uint8_t>();
        const std::uint64_t ids = catalog.getVarint();
        const bool isHex = pool.kind == VariableKind::Hex || pool.kind == VariableKind::Uuid;
        if (!isHex || !isDetailOf(pool.kind, pool.detail) || ids > blockformat::maxFieldValues)
            return false;
        pool.count = static_cast<std::size_t>(ids);
        pool.at = m_bytes;
        m_bytes += pool.bytes();
        m_pools.push_back(pool);
    }
    return catalog.isGood();
}

std::uint32_t TextColumn::poolOf(const VariableColumn& variable) const
{
    const auto found = std::find_if(m_pools.begin(), m_pools.end(), [&variable](const Pool& pool) {
        return pool.kind == variable.kind && pool.detail == variable.detail;
    });
    return found == m_pools.end() ? nothing : static_cast<std::uint32_t>(found - m_pools.begin());
}

TextColumn TextColumn::take(ByteReader& catalog, std::size_t rows, std::uint16_t version)
{
    TextColumn column;
    column.m_rows = rows;
    if (version >= coldformat::poolsVersion && !column.takePools(catalog)) {
        catalog.fail();
        return {};
    }
    const std::uint64_t count = catalog.getVarint();
    if (count > rows) {
        catalog.fail();
        return {};
    }
    // In place, for the pieces are views into the patterns.
    column.m_entries.reserve(static_cast<std::size_t>(count));
    std::uint64_t left = rows;
    std::uint64_t values = 0;
    for (std::uint64_t i = 0; i < count && catalog.isGood(); ++i) {
        if (!column.takeEntry(catalog, values) || column.m_entries.back().count > left) {
            catalog.fail();
            return {};
        }
        left -= column.m_entries.back().count;
    }
    column.m_index = IntStream::take(catalog, rows);
    column.m_indexAt = column.m_bytes;
    column.m_bytes += column.m_index.bytes();
    if (left != 0)
        catalog.fail();
    return column;
}

bool TextColumn::takeEntry(ByteReader& catalog, std::uint64_t& values)
{
    Entry& entry = m_entries.emplace_back();
    entry.pattern = catalog.getText();
    const std::uint64_t count = catalog.getVarint();
    if (!catalog.isGood() || count == 0 || count > m_rows || !parsePattern(entry))
        return false;
    entry.count = static_cast<std::size_t>(count);
    values += count * entry.variables.size();
    if (values > blockformat::maxFieldValues)
        return false;
    for (VariableColumn& variable : entry.variables) {
        variable.at = m_bytes;
        if (isNumeric(variable.kind)) {
            variable.numbers = IntStream::take(catalog, entry.count);
            m_bytes += variable.numbers.bytes();
        } else if (variable.kind == VariableKind::Text) {
            variable.texts = RawTexts::take(catalog, entry.count);
            m_bytes += variable.texts.bytes();
        } else if (variable.kind == VariableKind::Word) {
            variable.words = WordColumn::take(catalog, entry.count);
            m_bytes += variable.words.bytes();
        } else {
            variable.hex = HexColumn::take(catalog, entry.count,
                                           hexBytes(variable.kind, variable.detail));
            variable.pool = variable.hex.isPooled() ? poolOf(variable) : nothing;
            if (variable.hex.isPooled() && variable.pool == nothing)
                return false;
            m_bytes += variable.hex.bytes();
        }
        if (!catalog.isGood())
            return false;
    }
    return true;
}

bool TextColumn::parsePattern(Entry& entry) const
{
    const std::string_view pattern = entry.pattern;
    const std::size_t markers = markersIn(pattern);
    if (markers > mostVariables)
        return false;
    entry.variables.reserve(markers);
    entry.pieces.reserve(2 * markers + 1);
    std::size_t begin = 0;
    for (std::size_t at = 0; at < pattern.size();) {
        if (!isMarker(pattern[at])) {
            ++at;
            continue;
        }
        if (at > begin)
            entry.pieces.push_back({pattern.substr(begin, at - begin), Piece::none});
        VariableColumn variable;
        variable.kind = static_cast<VariableKind>(pattern[at++]);
        if (hasDetail(variable.kind)) {
            if (at == pattern.size())
                return false;
            variable.detail = static_cast<std::uint8_t>(pattern[at++]);
        }
        if (!isDetailOf(variable.kind, variable.detail))
            return false;
        entry.pieces.push_back({{}, static_cast<std::uint32_t>(entry.variables.size())});
        entry.variables.push_back(std::move(variable));
        begin = at;
    }
    if (pattern.size() > begin)
        entry.pieces.push_back({pattern.substr(begin), Piece::none});
    return true;
}

bool TextColumn::unpackRows()
{
    if (m_codes.size() == m_rows)
        return true;
    const std::span<std::int64_t> codes = codesOfThread(m_rows);
    if (!m_index.unpack(m_words.substr(m_indexAt, m_index.bytes()), codes))
        return false;
    std::vector<std::uint32_t> seen(m_entries.size());
    m_codes.resize(m_rows);
    m_places.resize(m_rows);
    for (std::size_t row = 0; row < m_rows; ++row) {
        if (codes[row] < 0 || static_cast<std::uint64_t>(codes[row]) >= m_entries.size()) {
            m_codes.clear();
            return false;
        }
        const auto code = static_cast<std::uint32_t>(codes[row]);
        m_codes[row] = code;
        m_places[row] = seen[code]++;
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (seen[i] != m_entries[i].count) {
            m_codes.clear();
            return false;
        }
    }
    return true;
}

bool TextColumn::countEntries(std::span<const std::uint32_t> rows,
                              std::vector<std::uint64_t>& counts) const
{
    const std::span<std::int64_t> codes = codesOfThread(m_rows);
    if (!m_index.unpack(m_words.substr(m_indexAt, m_index.bytes()), codes))
        return false;
    counts.assign(m_entries.size(), 0);
    for (const std::uint32_t row : rows) {
        const auto code = static_cast<std::uint64_t>(codes[row]);
        if (code >= counts.size())
            return false;
        ++counts[code];
    }
    return true;
}

bool TextColumn::unpackVariable(VariableColumn& variable) const
{
    if (variable.isUnpacked)
        return true;
    const std::string_view words = m_words.substr(variable.at);
    if (isNumeric(variable.kind)) {
        variable.values.resize(variable.numbers.count());
        variable.isUnpacked = variable.numbers.unpack(
            words.substr(0, variable.numbers.bytes()), variable.values);
    } else if (variable.kind == VariableKind::Text) {
        variable.isUnpacked = variable.texts.unpack(words.substr(0, variable.texts.bytes()),
                                                    variable.bytes, variable.begins);
    } else if (variable.kind == VariableKind::Word) {
        variable.isUnpacked = variable.words.unpackCodes(
            words.substr(0, variable.words.bytes()), variable.values);
    } else {
        variable.isUnpacked =
            variable.hex.unpackCodes(words.substr(0, variable.hex.bytes()), hexCount(variable),
                                     variable.values);
    }
    return variable.isUnpacked;
}

bool TextColumn::unpackVariables(std::size_t entry)
{
    auto& variables = m_entries[entry].variables;
    return std::all_of(variables.begin(), variables.end(),
                       [this](VariableColumn& variable) { return unpackVariable(variable); });
}

bool TextColumn::unpackAll()
{
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (!unpackVariables(i))
            return false;
    }
    return unpackRows();
}

void TextColumn::append(std::string& out, std::size_t entry, std::size_t place,
                        std::int64_t base) const
{
    const Entry& from = m_entries[entry];
    for (const Piece& piece : from.pieces) {
        if (piece.variable == Piece::none)
            out.append(piece.text);
        else
            append(out, from.variables[piece.variable], place, base);
    }
}

void TextColumn::append(std::string& out, const VariableColumn& variable, std::size_t place,
                        std::int64_t base) const
{
    if (isNumeric(variable.kind)) {
        const std::int64_t relative = variable.kind == VariableKind::Time ? base : 0;
        appendNumber(out, variable.kind, variable.detail,
                     static_cast<std::int64_t>(static_cast<std::uint64_t>(variable.values[place])
                                               + static_cast<std::uint64_t>(relative)));
    } else if (variable.kind == VariableKind::Text) {
        const std::uint32_t begin = variable.begins[place];
        out.append(variable.bytes, begin, variable.begins[place + 1] - begin);
    } else if (variable.kind == VariableKind::Word) {
        out.append(variable.words.words()[static_cast<std::size_t>(variable.values[place])]);
    } else {
        const std::string_view values = hexValues(variable);
        appendHex(out, variable.kind, variable.detail,
                  values.data() + hexValueOf(variable, place) * variable.hex.valueSize());
    }
}

} // namespace weir
