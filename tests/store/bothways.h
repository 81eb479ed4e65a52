// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "store/read/coldevaluation.h"
#include "store/read/trigramtest.h"

#include <optional>
#include <string>
#include <vector>

namespace weir::test {

/// A batch and the same as a cold block.
class BothWays final
{
public:
    explicit BothWays(EventBatchPtr batch)
        : m_stored{EventSeq{1000}, {}, std::move(batch)}
    {
        auto block = encodeCold(m_stored.batch->columns());
        if (block)
            m_block = std::move(*block);
    }

    /// The cold block is one that somebody else made.
    BothWays(EventBatchPtr batch, ColdBlock block)
        : m_stored{EventSeq{1000}, {}, std::move(batch)}
        , m_block(std::move(block))
    {
    }

    const EventBatch& batch() const { return *m_stored.batch; }

    std::vector<std::uint32_t> hot(const FilterPtr& filter) const
    {
        std::vector<std::uint32_t> rows;
        filter->select(m_stored, rows);
        return rows;
    }

    /// Whether the block's trigrams leave it possible that something matches.
    bool isPossible(const FilterPtr& filter) const
    {
        const auto reader = ColdReader::open(
            m_block.catalog, loader(), "a test",
            [&filter](std::string_view trigrams) { return mayMatch(filter->root(), trigrams); });
        return reader && *reader;
    }

    /// Nothing when the block is damaged, or its trigrams deny what is in it.
    std::optional<std::vector<std::uint32_t>> cold(const FilterPtr& filter) const
    {
        auto reader = ColdReader::open(m_block.catalog, loader(), "a test");
        if (!reader)
            return std::nullopt;
        ColdEvaluation evaluation(**reader, m_stored);
        const auto found = evaluation.evaluate(filter->root(), RowSet::all((*reader)->rows()));
        if (!found || (!found->isEmpty() && !isPossible(filter)))
            return std::nullopt;
        m_bytesRead = (*reader)->bytesLoaded();
        std::vector<std::uint32_t> rows;
        found->forEach([&rows](std::size_t row) { rows.push_back(static_cast<std::uint32_t>(row)); });
        return rows;
    }

    /// Bytes of segments that the last answer took.
    std::size_t bytesRead() const { return m_bytesRead; }
    SegmentLoader loader() const
    {
        return [this](std::size_t segment) -> Result<std::string> {
            return m_block.segments.at(segment);
        };
    }

private:
    StoredBatch m_stored;
    ColdBlock m_block;
    mutable std::size_t m_bytesRead = 0;
};

/// As a phrase of the query language.
inline std::string quoted(const std::string& text)
{
    std::string phrase = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            phrase.push_back('\\');
        phrase.push_back(c);
    }
    return phrase + '"';
}

} // namespace weir::test
