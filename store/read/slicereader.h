// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/coldreader.h"
#include "store/blocks/columnrows.h"
#include "store/connection.h"
#include "store/read/indexreader.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/// One slice file, open for reading. No call leaves a read transaction open.
///
/// Where a page of the headers is damaged, what can be read elsewhere is read all the same; what
/// cannot, and rows that make no sense, is left out and named in `damaged`.
///
/// Thread: one.
class SliceReader final
{
public:
    static Result<std::unique_ptr<SliceReader>> open(std::int64_t number,
                                                     const std::filesystem::path& file);

    std::int64_t number() const { return m_number; }
    const std::filesystem::path& file() const { return m_connection->file(); }
    Connection& connection() { return *m_connection; }

    /// The highest seq; 0 in an empty slice.
    Result<EventSeq> newest(std::vector<Error>& damaged);
    /// The highest event time; nothing in an empty slice.
    Result<std::optional<TimePoint>> newestTime(std::vector<Error>& damaged);
    /// Appends, ascending by seq.
    Result<Done> blocks(TimeRange range, EventSeq after, EventSeq upTo,
                        std::vector<BlockInfo>& found, std::vector<Error>& damaged);
    /// The block that holds the seq, if there is one.
    Result<std::optional<BlockInfo>> blockOf(EventSeq seq, std::vector<Error>& damaged);
    /// NotFound when the block has been replaced by another, or nothing is left of it.
    Result<EventBatchPtr> load(const BlockInfo& block);
    /// A cold block for questions; the slice reader outlives it. NotFound as load(), and the same of
    /// what it says later, as it may be replaced while it is open. Null when a filter is given and the
    /// block's trigrams say that nothing matches.
    Result<std::unique_ptr<ColdReader>> openCold(const BlockInfo& block, const FilterNode* filter);
    /// The block that holds now what a block held that was replaced.
    Result<std::optional<BlockInfo>> successorOf(const BlockInfo& block,
                                                 std::vector<Error>& damaged);

    struct Totals
    {
        std::uint64_t events = 0;
        std::optional<TimePoint> oldest;
        std::optional<TimePoint> newest;
    };
    Result<Totals> totals(std::vector<Error>& damaged);
    Result<std::vector<SourceTotals>> sources();

private:
    SliceReader(std::int64_t number, std::unique_ptr<Connection> connection);

    static Totals totalsOf(const std::vector<BlockInfo>& blocks);
    /// What is left of the headers after this error; the error itself when it is no damage.
    Result<std::vector<BlockInfo>> salvage(const Error& error, std::vector<Error>& damaged);
    Result<Done> prepare();
    Result<Done> adapt();
    Result<EventColumns> columnsOf(const BlockInfo& block, const std::string& subject);
    Result<std::string_view> catalogOf(const BlockInfo& block, const std::string& subject,
                                       ColumnCodec& codec);
    SegmentLoader segmentsOf(const BlockInfo& block, const std::string& subject);
    Error missingSegment(std::int64_t block, const std::string& subject);
    std::string subjectOf(const BlockInfo& block) const;

    const std::int64_t m_number;
    std::unique_ptr<Connection> m_connection; // before what is made from it
    std::int64_t m_version = 0; ///< of the schema; a writer may raise that of an old file
    std::optional<Statement> m_newest;
    std::optional<Statement> m_newestTime;
    std::optional<Statement> m_blocks; ///< by seq
    std::optional<Statement> m_blocksByTime;
    std::optional<Statement> m_blockOf;
    std::optional<Statement> m_successor;
    std::optional<Statement> m_catalog;
    std::optional<Statement> m_column;
};

} // namespace weir
