// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/messageloader.h"

namespace weir {

Result<std::string> MessageLoader::message(EventSeq seq)
{
    if (!rowOf(seq)) {
        if (const auto done = open(seq); !done)
            return done.error();
    }
    const auto row = rowOf(seq);
    if (row && m_cold) {
        if (auto message = messageIn(*m_cold, *row))
            return std::move(*message);
        m_cold.reset(); // damaged or replaced
    }
    const auto event = m_reader.event(seq);
    if (!event)
        return event.error();
    return std::string(event->batch().body(event->row));
}

Result<Done> MessageLoader::open(EventSeq seq)
{
    m_block.reset();
    m_cold.reset();
    auto blocks = m_reader.blocks({}, EventSeq{number(seq) - 1}, seq);
    if (!blocks)
        return blocks.error();
    for (BlockInfo& block : *blocks) {
        m_block = std::move(block);
        if (rowOf(seq))
            break;
        m_block.reset();
    }
    if (m_block && m_block->isCold) {
        auto cold = m_reader.openCold(*m_block);
        m_cold = cold ? std::move(*cold) : nullptr;
    }
    return Done{};
}

std::optional<std::uint32_t> MessageLoader::rowOf(EventSeq seq) const
{
    if (!m_block)
        return std::nullopt;
    const RowSeqs seqs = m_block->seqs();
    const std::size_t upTo = seqs.rowsUpTo(seq);
    if (upTo == 0 || seqs.seq(upTo - 1) != seq)
        return std::nullopt;
    return static_cast<std::uint32_t>(upTo - 1);
}

/// Nothing when the block is damaged.
std::optional<std::string> MessageLoader::messageIn(ColdReader& cold, std::size_t row)
{
    ColdReader::Texts& bodies = cold.parts().bodies;
    if (!cold.load(bodies) || !bodies.column.unpackRows()
        || !bodies.column.unpackVariables(bodies.column.entryOf(row)))
        return std::nullopt;
    std::string message;
    bodies.column.append(message, bodies.column.entryOf(row), bodies.column.placeOf(row));
    return message;
}

} // namespace weir
