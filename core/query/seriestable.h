// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/hashindex.h"
#include "core/query/memorybudget.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Values of the fields after `by`, in that order. A missing field is "".
using LabelValues = std::vector<std::string>;

/// The label sets of an aggregate, numbered from 0 as they come. What is beyond the limit is one
/// label set, `__other__`.
class SeriesTable final
{
public:
    using Id = std::uint32_t;
    static constexpr Id none = HashIndex::none;

    explicit SeriesTable(std::size_t most)
        : m_most(most)
    {
    }

    std::size_t size() const { return m_labels.size(); }
    const LabelValues& labels(Id id) const { return m_labels[id]; }
    bool isOverfull() const { return m_isOverfull; }
    /// There is an `__other__` that another table made.
    void setOverfull() { m_isOverfull = true; }

    /// The number of a label set, added when it is new; none when no memory is left for it.
    Id idOf(std::span<const std::string_view> labels, MemoryBudget& budget);

    /// Keeps those that are in use. Returns the new number of each, none for those that went.
    std::vector<Id> keepOnly(const std::vector<bool>& isUsed);
    std::size_t bytes() const;

private:
    Id find(std::span<const std::string_view> labels, std::uint64_t hash) const;
    Id add(std::span<const std::string_view> labels, std::uint64_t hash, MemoryBudget& budget);

    std::size_t m_most;
    std::vector<LabelValues> m_labels;
    HashIndex m_index;
    bool m_isOverfull = false;
};

} // namespace weir
