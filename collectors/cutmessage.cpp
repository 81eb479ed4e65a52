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
    const std::string kept = cut.kept.empty()
        ? "nothing of it is kept, because it is no text that could be looked into (redact)"
        : fmt::format("only the first {} are kept", sizeText(cut.kept.size()));
    builder.setUndecodable(
        fmt::format("{} bytes, more than the limit of {}: {}; XXH3 of the whole is {:016x}",
                    cut.size, sizeText(cut.limit), kept, cut.hash));
}

} // namespace weir
