// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/coldblock.h"

#include "store/blocks/blockcodec.h"

namespace weir {

Result<ColdBlock> encodeCold(const EventColumns& columns)
{
    BlockEncoder encoder;
    const auto data = encoder.encode(columns);
    if (!data)
        return data.error();
    return ColdBlock{"interim", {std::string(*data)}};
}

Result<EventColumns> decodeCold(std::string_view catalog, const SegmentLoader& load,
                                const std::string& subject)
{
    if (catalog != "interim")
        return Error{Error::Code::Corrupt, subject, "the block is damaged"};
    const auto data = load(0);
    return data ? decodeBlock(*data, subject) : data.error();
}

} // namespace weir
