// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/seriestable.h"

#include "core/shorttext.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr std::string_view otherLabel = "__other__";

std::uint64_t hashOf(std::span<const std::string_view> labels)
{
    std::uint64_t hash = 0;
    for (const std::string_view label : labels)
        hash = mixedHash(hash, textHash(label));
    return hash;
}

std::size_t bytesOf(std::span<const std::string_view> labels)
{
    std::size_t bytes = sizeof(LabelValues) + HashIndex::bytesPerElement();
    for (const std::string_view label : labels) {
        bytes += sizeof(std::string);
        bytes += label.size() < sizeof(std::string) / 2 ? 0 : label.size(); // short ones lie in it
    }
    return bytes;
}

} // namespace

SeriesTable::Id SeriesTable::idOf(std::span<const std::string_view> labels, MemoryBudget& budget)
{
    const std::uint64_t hash = hashOf(labels);
    const Id found = find(labels, hash);
    if (found != none)
        return found;
    if (size() < m_most)
        return add(labels, hash, budget);
    m_isOverfull = true;
    const std::vector<std::string_view> other(labels.size(), otherLabel);
    const std::uint64_t otherHash = hashOf(other);
    const Id others = find(other, otherHash);
    return others != none ? others : add(other, otherHash, budget);
}

SeriesTable::Id SeriesTable::find(std::span<const std::string_view> labels,
                                  std::uint64_t hash) const
{
    return m_index.find(hash, [&](Id id) {
        return std::equal(labels.begin(), labels.end(), m_labels[id].begin(), isSameText);
    });
}

SeriesTable::Id SeriesTable::add(std::span<const std::string_view> labels, std::uint64_t hash,
                                 MemoryBudget& budget)
{
    if (budget.isSpent()) {
        budget.refuse();
        return none;
    }
    budget.use(bytesOf(labels));
    const auto id = static_cast<Id>(m_labels.size());
    m_labels.emplace_back(labels.begin(), labels.end());
    m_index.insert(hash, id);
    return id;
}

std::vector<SeriesTable::Id> SeriesTable::keepOnly(const std::vector<bool>& isUsed)
{
    std::vector<Id> renumbered(m_labels.size(), none);
    std::vector<LabelValues> kept;
    HashIndex index;
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        if (!isUsed[i])
            continue;
        renumbered[i] = static_cast<Id>(kept.size());
        const std::vector<std::string_view> labels(m_labels[i].begin(), m_labels[i].end());
        index.insert(hashOf(labels), renumbered[i]);
        kept.push_back(std::move(m_labels[i]));
    }
    m_labels = std::move(kept);
    m_index = std::move(index);
    return renumbered;
}

std::size_t SeriesTable::bytes() const
{
    std::size_t bytes = 0;
    for (const LabelValues& labels : m_labels)
        bytes += bytesOf(std::vector<std::string_view>(labels.begin(), labels.end()));
    return bytes;
}

} // namespace weir
