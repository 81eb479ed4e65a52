// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/walkback.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t firstPiece = 32; ///< events: nothing is known of their size yet
constexpr std::size_t largestPiece = 4096;
constexpr std::size_t pieceBytes = std::size_t{32} << 20;

std::size_t bytesOf(const std::vector<EventRef>& events)
{
    std::size_t bytes = 0;
    for (const EventRef& event : events)
        bytes += event.batch().payload(event.row).size() + event.batch().body(event.row).size();
    return bytes;
}

std::size_t nextPiece(const std::vector<EventRef>& events)
{
    const std::size_t each = bytesOf(events) / events.size() + 1;
    return std::clamp<std::size_t>(pieceBytes / each, 1, largestPiece);
}

} // namespace

Result<Done> walkBack(IndexReader& reader, View view, EventKey end, const TakePiece& take,
                      const std::stop_token& stop)
{
    for (std::size_t count = firstPiece; !stop.stop_requested();) {
        auto events = loadNewest(reader, view, count, stop);
        if (!events)
            return events.error();
        const bool isAll = events->size() < count;
        if (events->empty())
            break;
        const TimePoint oldest = events->front().key().time;
        const std::size_t next = nextPiece(*events);
        std::erase_if(*events, [end](const EventRef& event) { return !(event.key() < end); });
        // Others of one time, which are done, may be more than a piece.
        count = events->empty() ? 2 * count : next;
        if (!events->empty()) {
            end = events->front().key();
            if (!take(*events))
                break;
        }
        if (isAll)
            break;
        view.range.to = std::min(view.range.to, oldest + Nanoseconds(1));
    }
    return Done{};
}

} // namespace weir
