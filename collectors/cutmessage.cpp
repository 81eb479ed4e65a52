// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/cutmessage.h"

#include <fmt/format.h>

namespace weir {

void writeCut(EventBatchBuilder& builder, const CutMessage& cut)
{
    builder.setPayload(cut.kept);
    builder.setUndecodable(
        fmt::format("{} bytes, more than the limit of 32 MiB: only the first MiB is kept; "
                    "XXH3 of the whole is {:016x}",
                    cut.size, cut.hash));
}

} // namespace weir
