// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/formmaker.h"
#include "core/pattern/formtable.h"
#include "core/seqruns.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

/// Counts the messages of one block by their form, so that a table that many threads share is asked
/// once for each form of a block and not for each event.
///
/// Thread: one. Bounded by the block.
class BlockForms final
{
public:
    BlockForms();

    /// Begins another block.
    void clear();

    /// Forms have numbers, from 0 on.
    std::uint32_t numberOf(std::string_view form);
    std::uint32_t numberOf(const Skeleton& skeleton) { return numberOf(m_maker.formOf(skeleton)); }
    std::uint32_t numberOfMessage(std::string_view message);
    std::string_view formOf(std::uint32_t number) const { return m_names[number]->first; }
    Skeleton newSkeleton() const { return m_maker.newSkeleton(); }

    /// A message. Precondition: rows ascend.
    void note(std::uint32_t number, std::uint32_t row, TimePoint time);

    /// Adds all of it; `seqs` are those of the block's rows.
    void addTo(FormTable& table, const RowSeqs& seqs) const;

private:
    struct Noted
    {
        std::uint64_t count = 0;
        std::uint32_t firstRow = 0;
        TimePoint first = TimePoint::max();
        TimePoint last = TimePoint::min();
    };

    struct Remembered
    {
        std::uint64_t skeleton = 0; ///< its hash; 0 is none
        std::uint32_t number = 0;
    };

    using Numbers = std::unordered_map<std::string, std::uint32_t, SeededHash, std::equal_to<>>;

    const SeededHash m_hash;
    FormMaker m_maker;
    Skeleton m_skeleton; ///< of the message at hand

    // Of the block.
    Numbers m_numbers;
    std::vector<const Numbers::value_type*> m_names; ///< by number
    std::vector<Noted> m_noted; ///< by number
    std::vector<Remembered> m_recent; ///< by the last bits of the hash
};

} // namespace weir
