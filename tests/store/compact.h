// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/mergecolumns.h"
#include "store/slicefiles.h"
#include "store/write/slicewriter.h"
#include "tests/store/contents.h"

#include <string>
#include <vector>

namespace weir::test {

/// Makes one cold block of all blocks of a source in the newest slice. Nothing else writes meanwhile.
inline void compact(const std::filesystem::path& folder, const std::string& source)
{
    const auto reader = IndexReader::open(folder);
    const auto blocks = (*reader)->blocks({}, EventSeq{}, everything);
    std::vector<StoredBatch> parts;
    std::vector<std::int64_t> ids;
    for (const BlockInfo& block : *blocks) {
        if (block.source != source)
            continue;
        parts.push_back(*(*reader)->load(block));
        ids.push_back(block.block);
    }
    MergedBatches merged = mergeBatches(parts);
    const auto data = encodeCold(merged.columns);
    QVERIFY2(data, errorOf(data).c_str());
    const StoredBatch stored{merged.firstSeq, parts.front().received(0),
                             std::make_shared<const EventBatch>(std::move(merged.columns)),
                             merged.runs};
    auto writer = SliceWriter::open(listSliceFiles(folder)->back().file, false);
    QVERIFY2(writer, errorOf(writer).c_str());
    const auto replaced = (*writer)->replace(ids, {stored, *data});
    QVERIFY2(replaced, errorOf(replaced).c_str());
}

} // namespace weir::test
