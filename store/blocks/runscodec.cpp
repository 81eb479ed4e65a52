// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/runscodec.h"

#include "store/blocks/bytes.h"

namespace weir {

std::string encodeRuns(const StoredBatch& stored)
{
    if (!stored.runs)
        return {};
    ByteWriter out;
    const auto& runs = stored.runs->list();
    EventSeq next = stored.firstSeq;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::size_t end = i + 1 < runs.size() ? runs[i + 1].row : stored.batch->size();
        const std::size_t length = end - runs[i].row;
        out.putVarint(number(runs[i].seq) - number(next));
        out.putVarint(length);
        next = runs[i].seq + length;
    }
    return std::string(out.view());
}

std::optional<SeqRunsPtr> decodeRuns(std::string_view bytes, EventSeq first, std::uint32_t count,
                                     EventSeq last)
{
    if (bytes.empty()) {
        const bool fits = number(last) - number(first) == std::uint64_t{count} - 1;
        return fits ? std::optional<SeqRunsPtr>(nullptr) : std::nullopt;
    }
    ByteReader in(bytes);
    std::vector<SeqRun> runs;
    std::uint64_t next = number(first);
    std::uint32_t row = 0;
    while (in.isGood() && !in.isAtEnd()) {
        const std::uint64_t gap = in.getVarint();
        const std::uint64_t length = in.getVarint();
        // Each sum is checked against `last`, so none can overflow.
        const bool fits = length > 0 && length <= count - row && (gap > 0) == (row > 0)
            && next <= number(last) && gap <= number(last) - next
            && length - 1 <= number(last) - next - gap;
        if (!in.isGood() || !fits)
            return std::nullopt;
        runs.push_back({row, EventSeq{next + gap}});
        row += static_cast<std::uint32_t>(length);
        next += gap + length;
    }
    if (!in.isGood() || row != count || next != number(last) + 1)
        return std::nullopt;
    return std::make_shared<const SeqRuns>(std::move(runs));
}

} // namespace weir
