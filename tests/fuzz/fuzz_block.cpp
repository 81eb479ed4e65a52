// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the bytes are, decoding a block ends with its events or with a reason. The header's own
// checksum is put right first, so that damage reaches what lies behind it.
#include "store/blocks/blockcodec.h"
#include "tests/store/randomcolumns.h"

#include <xxhash.h>

#include <cstdlib>
#include <cstring>

using namespace weir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

/// Recomputes every checksum of a block as far as its table makes sense.
void repairChecksums(std::string& block)
{
    using namespace blockformat;
    if (block.size() < headerSize)
        return;
    ByteReader header(std::string_view(block).substr(12, 4));
    const std::uint64_t tableSize = std::uint64_t{header.get<std::uint32_t>()} * entrySize;
    if (headerSize + tableSize > block.size())
        return;
    std::uint64_t at = headerSize + tableSize;
    for (std::size_t entry = headerSize; entry < headerSize + tableSize; entry += entrySize) {
        ByteReader size(std::string_view(block).substr(entry + 12, 4));
        const auto stored = size.get<std::uint32_t>();
        if (at + stored > block.size())
            break;
        const std::uint64_t checksum = XXH3_64bits(block.data() + at, stored);
        std::memcpy(block.data() + entry + 16, &checksum, sizeof(checksum));
        at += stored;
    }
    std::string checked = block.substr(0, 16);
    checked.append(block, headerSize, tableSize);
    const std::uint64_t checksum = XXH3_64bits(checked.data(), checked.size());
    std::memcpy(block.data() + 16, &checksum, sizeof(checksum));
}

/// The input as a recipe: which valid block to begin with, then places and bytes to put there.
std::string edited(std::string_view recipe)
{
    ByteReader in(recipe);
    BlockEncoder encoder;
    const auto valid = encoder.encode(test::RandomColumns(in.get<std::uint32_t>() % 64).make(60));
    std::string block = valid ? std::string(*valid) : std::string();
    while (!in.isAtEnd() && in.isGood() && !block.empty()) {
        const std::size_t at = in.get<std::uint16_t>() % block.size();
        block[at] = static_cast<char>(in.get<std::uint8_t>());
    }
    return block;
}

void decode(std::string block)
{
    for (int repaired = 0; repaired < 2; ++repaired) {
        const auto columns = decodeBlock(block, "fuzz");
        if (columns && !isConsistent(*columns))
            std::abort();
        repairChecksums(block);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(data, data + size);
    decode(input);
    decode(edited(input));
    return 0;
}
