// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gap.h"

namespace weir {

std::string_view nameOf(Gap::Reason reason)
{
    switch (reason) {
    case Gap::Reason::QueueFull:
        return "queue_full";
    case Gap::Reason::LostUpstream:
        return "lost_upstream";
    case Gap::Reason::Retention:
        return "retention";
    case Gap::Reason::TooLarge:
        return "too_large";
    case Gap::Reason::Undecompressable:
        return "undecompressable";
    case Gap::Reason::Quarantined:
        return "quarantined";
    case Gap::Reason::SkippedByUser:
        return "skipped";
    }
    return "unknown";
}

} // namespace weir
