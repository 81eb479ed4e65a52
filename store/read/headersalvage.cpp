// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/headersalvage.h"

#include "store/read/blockrow.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace weir {

namespace {

/// A page holds about as many headers. Longer steps would pass over a page that can be read and lies
/// between two that cannot.
constexpr std::int64_t longestStep = 64;

/// So far behind the last header that could be read the search for the next one ends, where nothing
/// says which the last one is.
constexpr std::int64_t farthest = std::int64_t{1} << 20;

bool isDamage(const Result<bool>& row)
{
    return !row && row.error().code == Error::Code::Corrupt;
}

class Salvage final
{
public:
    Salvage(Connection& connection, Statement statement, std::int64_t slice,
            std::vector<Error>& damaged)
        : m_connection(connection)
        , m_statement(std::move(statement))
        , m_slice(slice)
        , m_damaged(damaged)
    {
    }

    Result<std::vector<BlockInfo>> run()
    {
        std::optional<std::int64_t> from = 0;
        while (from) {
            const auto row = readFrom(*from);
            if (row)
                break;
            if (!isDamage(row))
                return row.error();
            m_damaged.push_back(row.error());
            from = readableBehind(m_next);
        }
        dropReplaced();
        std::sort(m_found.begin(), m_found.end(),
                  [](const BlockInfo& a, const BlockInfo& b) { return a.lastSeq() < b.lastSeq(); });
        return std::move(m_found);
    }

private:
    /// Until the end or the first damaged page; m_next is then the first id that is not known.
    Result<bool> readFrom(std::int64_t id)
    {
        m_next = id;
        const ResetAtEnd reset(m_statement);
        auto row = m_statement.bind(1, id).step();
        for (; row && *row; row = m_statement.step()) {
            m_next = m_statement.integer(0) + 1;
            auto block = blockRowOf(m_statement, m_slice, m_connection.file());
            if (block)
                m_found.push_back(std::move(*block));
            else
                m_damaged.push_back(block.error());
        }
        return row;
    }

    /// An error ends the read transaction, so blocks may have become part of another, found later:
    /// one that spans them, as blocks of one source never overlap else.
    void dropReplaced()
    {
        std::sort(m_found.begin(), m_found.end(), [](const BlockInfo& a, const BlockInfo& b) {
            return std::tuple(a.source, a.firstSeq, b.lastSeq())
                < std::tuple(b.source, b.firstSeq, a.lastSeq());
        });
        std::vector<BlockInfo> kept;
        for (BlockInfo& block : m_found) {
            const bool isReplaced = !kept.empty() && kept.back().source == block.source
                && block.lastSeq() <= kept.back().lastSeq();
            if (!isReplaced)
                kept.push_back(std::move(block));
        }
        m_found = std::move(kept);
    }

    bool isReadable(std::int64_t id)
    {
        const ResetAtEnd reset(m_statement);
        return !isDamage(m_statement.bind(1, id).step());
    }

    /// The first id behind an unreadable one from which on there is something to read; nothing when
    /// the last page is the damaged one.
    std::optional<std::int64_t> readableBehind(std::int64_t unreadable)
    {
        const std::int64_t end = lastId().value_or(unreadable + farthest) + 1;
        std::int64_t readable = unreadable;
        for (std::int64_t step = 1; !isReadable(readable); step = std::min(2 * step, longestStep)) {
            if (readable >= end)
                return std::nullopt;
            unreadable = readable;
            readable += step;
        }
        while (readable - unreadable > 1) {
            const std::int64_t middle = unreadable + (readable - unreadable) / 2;
            (isReadable(middle) ? readable : unreadable) = middle;
        }
        return readable;
    }

    /// The highest id that was ever given, where the slice says so.
    std::optional<std::int64_t> lastId()
    {
        const auto id =
            m_connection.number("SELECT seq FROM sqlite_sequence WHERE name = 'blocks'");
        return id && *id > 0 ? std::optional(*id) : std::nullopt;
    }

    Connection& m_connection;
    Statement m_statement; ///< from an id on
    const std::int64_t m_slice;
    std::vector<Error>& m_damaged;
    std::vector<BlockInfo> m_found;
    std::int64_t m_next = 0;
};

} // namespace

Result<std::vector<BlockInfo>> salvageHeaders(Connection& connection, std::int64_t slice,
                                              std::int64_t version, std::vector<Error>& damaged)
{
    auto statement = connection.prepare(selectBlockRows(version) + "WHERE b.id >= ? ORDER BY b.id");
    if (!statement)
        return statement.error();
    return Salvage(connection, std::move(*statement), slice, damaged).run();
}

} // namespace weir
