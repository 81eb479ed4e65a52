// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/blockforms.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t rememberedSkeletons = 4096;

} // namespace

BlockForms::BlockForms()
    : m_hash(SeededHash::withRandomSeed())
    , m_skeleton(m_maker.newSkeleton())
    , m_numbers(16, m_hash)
    , m_recent(rememberedSkeletons)
{
}

void BlockForms::clear()
{
    m_numbers.clear();
    m_names.clear();
    m_noted.clear();
    std::fill(m_recent.begin(), m_recent.end(), Remembered{});
}

std::uint32_t BlockForms::numberOf(std::string_view form)
{
    if (const auto known = m_numbers.find(form); known != m_numbers.end())
        return known->second;
    const auto number = static_cast<std::uint32_t>(m_names.size());
    m_names.push_back(&*m_numbers.emplace(form, number).first);
    m_noted.emplace_back();
    return number;
}

std::uint32_t BlockForms::numberOfMessage(std::string_view message)
{
    m_skeleton.assign(message);
    const std::uint64_t hash = m_hash(m_skeleton.text()) + (m_skeleton.isCut() ? 1 : 0);
    Remembered& recent = m_recent[hash % m_recent.size()];
    if (recent.skeleton != hash || hash == 0)
        recent = {hash, numberOf(m_skeleton)};
    return recent.number;
}

void BlockForms::note(std::uint32_t number, std::uint32_t row, TimePoint time)
{
    Noted& noted = m_noted[number];
    if (noted.count++ == 0)
        noted.firstRow = row;
    noted.first = std::min(noted.first, time);
    noted.last = std::max(noted.last, time);
}

void BlockForms::addTo(FormTable& table, const RowSeqs& seqs) const
{
    for (std::size_t i = 0; i < m_noted.size(); ++i) {
        const Noted& noted = m_noted[i];
        if (noted.count > 0)
            table.add(m_names[i]->first,
                      {noted.count, noted.first, noted.last, seqs.seq(noted.firstRow)});
    }
}

} // namespace weir
