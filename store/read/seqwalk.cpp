// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/seqwalk.h"

#include "store/read/matching.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

constexpr EventSeq endOfSeqs{std::numeric_limits<std::uint64_t>::max()};

class SeqWalk final
{
public:
    SeqWalk(IndexReader& reader, std::vector<BlockInfo> blocks, EventSeq after, EventSeq upTo)
        : m_reader(reader)
        , m_after(after)
        , m_upTo(upTo)
        , m_waiting(std::move(blocks))
    {
        std::sort(m_waiting.begin(), m_waiting.end(),
                  [](const BlockInfo& a, const BlockInfo& b) { return a.firstSeq > b.firstSeq; });
    }

    Result<Done> run(const VisitStretch& visit)
    {
        while (true) {
            if (const auto opened = openWhatIsDue(); !opened)
                return opened;
            if (m_open.empty())
                return Done{};
            if (const auto visited = visitNext(visit); !visited)
                return visited;
        }
    }

private:
    struct Cursor
    {
        StoredBatch stored;
        std::size_t row = 0;
        std::size_t end = 0;

        EventSeq seq() const { return stored.seq(row); }
    };

    EventSeq nextWaiting() const
    {
        return m_waiting.empty() ? endOfSeqs : m_waiting.back().firstSeq;
    }
    /// The open block that goes on first.
    std::vector<Cursor>::iterator nextOpen()
    {
        return std::min_element(m_open.begin(), m_open.end(), [](const Cursor& a, const Cursor& b) {
            return a.seq() < b.seq();
        });
    }

    Result<Done> openWhatIsDue()
    {
        while (!m_waiting.empty()
               && (m_open.empty() || nextWaiting() < std::max(m_after, nextOpen()->seq()))) {
            const auto stored = loadIfReadable(m_reader, m_waiting.back());
            m_waiting.pop_back();
            if (!stored)
                return stored.error();
            if (!*stored)
                continue;
            Cursor cursor{**stored, (*stored)->rowsUpTo(m_after), (*stored)->rowsUpTo(m_upTo)};
            if (cursor.row < cursor.end)
                m_open.push_back(std::move(cursor));
        }
        return Done{};
    }

    Result<Done> visitNext(const VisitStretch& visit)
    {
        const auto next = nextOpen();
        EventSeq limit = nextWaiting();
        for (const Cursor& other : m_open) {
            if (&other != &*next)
                limit = std::min(limit, other.seq());
        }
        const std::size_t from = next->row;
        const std::size_t to =
            std::min(next->end, next->stored.rowsUpTo(EventSeq{number(limit) - 1}));
        const auto visited = visit(next->stored, from, to);
        next->row = to;
        if (next->row == next->end)
            m_open.erase(next);
        return visited;
    }

    IndexReader& m_reader;
    const EventSeq m_after;
    const EventSeq m_upTo;
    std::vector<BlockInfo> m_waiting; ///< not loaded yet, the lowest seq last
    std::vector<Cursor> m_open;
};

} // namespace

Result<Done> walkBySeq(IndexReader& reader, EventSeq after, EventSeq upTo,
                       const VisitStretch& visit)
{
    auto blocks = reader.blocks({}, after, upTo);
    return blocks ? walkBySeq(reader, std::move(*blocks), after, upTo, visit) : blocks.error();
}

Result<Done> walkBySeq(IndexReader& reader, std::vector<BlockInfo> blocks, EventSeq after,
                       EventSeq upTo, const VisitStretch& visit)
{
    return SeqWalk(reader, std::move(blocks), after, upTo).run(visit);
}

} // namespace weir
