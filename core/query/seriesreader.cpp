// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/seriesreader.h"

#include <algorithm>

namespace weir {

namespace {

bool isSamePlace(std::string_view left, std::string_view right)
{
    return left.data() == right.data() && left.size() == right.size();
}

} // namespace

SeriesReader::SeriesReader(const StoredBatch& stored, const std::vector<FieldName>& by,
                           SeriesTable& table, MemoryBudget& budget)
    : m_table(table)
    , m_budget(budget)
    , m_texts(by.size())
    , m_knownTexts(memoSize * by.size())
    , m_knownIds(by.empty() ? 1 : memoSize, SeriesTable::none)
{
    m_readers.reserve(by.size());
    for (const FieldName& name : by) {
        m_readers.emplace_back(stored, name);
        m_areTextsStable = m_areTextsStable && m_readers.back().areTextsStable();
    }
}

std::size_t SeriesReader::slotOf() const
{
    std::uint64_t hash = 0;
    for (const std::string_view text : m_texts)
        hash = (hash ^ reinterpret_cast<std::uintptr_t>(text.data())) * 0x9e3779b97f4a7c15U;
    return m_texts.empty() ? 0 : hash >> 56U;
}

SeriesTable::Id SeriesReader::idOf(std::size_t row)
{
    for (std::size_t i = 0; i < m_readers.size(); ++i)
        m_texts[i] = m_readers[i].text(row).value_or(std::string_view{});
    if (!m_areTextsStable)
        return m_table.idOf(m_texts, m_budget);
    const std::size_t slot = slotOf();
    const auto known = m_knownTexts.begin() + static_cast<std::ptrdiff_t>(slot * m_texts.size());
    SeriesTable::Id& id = m_knownIds[slot];
    if (id != SeriesTable::none && std::equal(m_texts.begin(), m_texts.end(), known, isSamePlace))
        return id;
    std::copy(m_texts.begin(), m_texts.end(), known);
    return id = m_table.idOf(m_texts, m_budget);
}

} // namespace weir
