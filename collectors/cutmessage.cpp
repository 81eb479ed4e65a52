// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/cutmessage.h"

#include <fmt/format.h>

namespace weir {

namespace {

/// In the largest unit that is exact.
std::string sizeText(std::uint64_t bytes)
{
    constexpr std::uint64_t kibi = 1024;
    if (bytes % (kibi * kibi) == 0)
        return fmt::format("{} MiB", bytes / (kibi * kibi));
    if (bytes % kibi == 0)
        return fmt::format("{} KiB", bytes / kibi);
    return fmt::format("{} bytes", bytes);
}

} // namespace

void writeCut(EventBatchBuilder& builder, const CutMessage& cut)
{
    builder.setPayload(cut.kept);
    builder.setUndecodable(
        fmt::format("{} bytes, more than the limit of {}: only the first {} are kept; "
                    "XXH3 of the whole is {:016x}",
                    cut.size, sizeText(cut.limit), sizeText(cut.kept.size()), cut.hash));
}

} // namespace weir
