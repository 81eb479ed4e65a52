// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/coldreader.h"
#include "store/read/indexreader.h"

#include <memory>
#include <optional>
#include <string>

namespace weir {

/// Gets the messages of single events without decoding the rest of their blocks. Asked in the order of
/// seqs it opens a block once.
///
/// Thread: that of the reader, which outlives it.
class MessageLoader final
{
public:
    explicit MessageLoader(IndexReader& reader)
        : m_reader(reader)
    {
    }

    /// NotFound when there is no such event (any more).
    Result<std::string> message(EventSeq seq);

private:
    Result<Done> open(EventSeq seq);
    std::optional<std::string> messageIn(ColdReader& cold, std::size_t row);
    std::optional<std::uint32_t> rowOf(EventSeq seq) const;

    IndexReader& m_reader;
    std::optional<BlockInfo> m_block;
    std::unique_ptr<ColdReader> m_cold; ///< of the block; null: hot, or it cannot be opened
};

} // namespace weir
