// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/matching.h"

namespace weir {

void selectRows(const View& view, const StoredBatch& stored, EventSeq after,
                std::vector<std::uint32_t>& rows)
{
    rows.clear();
    view.filter->select(stored, rows);
    std::erase_if(rows, [&](std::uint32_t row) {
        const EventSeq seq = stored.seq(row);
        return seq <= after || seq > view.ceiling || !view.range.contains(stored.batch->time(row));
    });
}

Result<std::optional<StoredBatch>> loadIfReadable(IndexReader& reader, const BlockInfo& block)
{
    auto stored = reader.load(block);
    if (stored)
        return std::optional<StoredBatch>(std::move(*stored));
    const Error::Code code = stored.error().code;
    if (code == Error::Code::Corrupt || code == Error::Code::NotFound)
        return std::optional<StoredBatch>{};
    return stored.error();
}

} // namespace weir
