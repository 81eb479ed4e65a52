// SPDX-License-Identifier: GPL-3.0-or-later
// Cold blocks whose checksums are right and whose columns are anything: decoded and searched. The input is the
// number of fields (u8, plus 128 for a block of version 1), then for the columns' description and for each segment its
// size (u32) and its bytes.
#include "core/query/needle.h"
#include "store/blocks/colddecoder.h"
#include "store/blocks/coldsearch.h"

#include <xxhash.h>

#include <cstdint>

using namespace weir;

namespace {

/// A block around the bytes, with a directory and checksums that fit.
ColdBlock blockOf(ByteReader& in)
{
    constexpr std::uint32_t rows = 40; // as the seeds have
    const auto first = in.get<std::uint8_t>();
    const std::size_t fields = first % 8;
    const std::uint16_t version = first < 128 ? coldformat::version : std::uint16_t{1};
    const std::string columns(in.take(std::min<std::size_t>(in.get<std::uint32_t>(), in.left())));
    ColdBlock block;
    block.segments.resize(coldformat::fieldSegment + fields);
    ByteWriter body;
    body.putVarint(block.segments.size());
    for (std::string& segment : block.segments) {
        segment = in.take(std::min<std::size_t>(in.get<std::uint32_t>(), in.left()));
        body.putVarint(segment.size());
        body.put(std::uint64_t{XXH3_64bits(segment.data(), segment.size())});
    }
    body.putBytes(columns);
    ByteWriter header;
    header.put(coldformat::magic);
    header.put(version);
    header.put(std::uint16_t{0});
    header.put(rows);
    header.put(static_cast<std::uint32_t>(body.size()));
    const std::string checked = std::string(header.view()).append(body.view());
    header.put(std::uint64_t{XXH3_64bits(checked.data(), checked.size())});
    block.catalog = std::string(header.view()).append(body.view());
    return block;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    ByteReader in({reinterpret_cast<const char*>(data), size});
    const ColdBlock block = blockOf(in);
    const SegmentLoader load = [&block](std::size_t segment) -> Result<std::string> {
        return block.segments.at(segment);
    };
    (void)decodeCold(block.catalog, load, "fuzz");
    for (const char* text : {"31259", "timeout after 5", "10.3.44.7", "deadbeef00112233"}) {
        auto reader = ColdReader::open(block.catalog, load, "fuzz");
        if (!reader)
            return 0;
        const RowSet all = RowSet::all((*reader)->rows());
        RowSet found((*reader)->rows());
        (void)ColdSearch(**reader).findText(Needle(text), all, found);
    }
    for (const char* text : {"[a-z]+=[0-9a-f]{12}-[0-9]+", "\\d+ms$", "(?i)timeout"}) {
        auto reader = ColdReader::open(block.catalog, load, "fuzz");
        RowSet found((*reader)->rows());
        (void)ColdSearch(**reader).findPattern(Pattern(text), RowSet::all((*reader)->rows()), found);
    }
    return 0;
}
