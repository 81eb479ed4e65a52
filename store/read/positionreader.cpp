// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/positionreader.h"

#include "core/offsetranges.h"
#include "store/schema.h"
#include "store/slicefiles.h"
#include "store/write/streamtable.h"

namespace weir {

namespace {

Result<std::vector<IndexWriter::IndexedStream>> positionsIn(Connection& slice,
                                                            const std::string& source)
{
    auto table = StreamTable::load(slice);
    if (!table)
        return table.error();
    const auto gaps = table->gaps();
    if (!gaps)
        return gaps.error();
    std::vector<IndexWriter::IndexedStream> positions;
    for (StreamTable::StreamRow& row : table->streamsOf(source)) {
        for (const StreamTable::GapRow& gap : *gaps) {
            if (gap.stream == row.id && gap.gap.offsets.from < gap.gap.offsets.to)
                addRange(row.ranges, gap.gap.offsets);
        }
        if (!row.ranges.empty())
            positions.push_back({std::move(row.stream), std::move(row.ranges)});
    }
    return positions;
}

} // namespace

Result<std::vector<IndexWriter::IndexedStream>> readPositions(const std::filesystem::path& folder,
                                                              const std::string& source)
{
    std::vector<IndexWriter::IndexedStream> positions;
    const auto files = listSliceFiles(folder);
    if (!files)
        return files.error().code == Error::Code::NotFound ? Result(positions) : files.error();
    // The newest knows everything, once its first transaction is complete.
    for (auto file = files->rbegin(); file != files->rend(); ++file) {
        auto connection = Connection::openReadOnly(file->file);
        if (!connection && connection.error().code == Error::Code::NotFound)
            return readPositions(folder, source); // replaced since it was listed
        if (!connection)
            return connection.error();
        if (const auto fits = checkSchema(**connection, FileKind::Slice); !fits) {
            if (fits.error().code == Error::Code::NotFound)
                continue;
            return fits.error();
        }
        const auto isBegun = (*connection)->number("SELECT count(*) FROM slice");
        if (!isBegun)
            return isBegun.error();
        if (*isBegun == 0)
            continue;
        return positionsIn(**connection, source);
    }
    return positions;
}

} // namespace weir
