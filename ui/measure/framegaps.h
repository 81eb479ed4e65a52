// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/measure/durations.h"

#include <cstdint>
#include <optional>

namespace weir {

/// How far apart frames are while something moves.
///
/// Counted from the frame before, but from no earlier than a frame's length before there was something new
/// to be shown: on a screen that shows 60 frames a second the frame before was right until then. A
/// frame that is wanted long after the one before goes on with no movement and is left out.
/// All times are nanoseconds of one clock. A value.
class FrameGaps final
{
public:
    /// There is something new to be shown, since then. Of several before a frame the first counts.
    void wanted(std::int64_t at);
    /// The event loop begins to wait. What was wanted two turns ago would be painted by now if it
    /// changed anything that is seen.
    void turnEnded();
    /// A frame. `queued`: how long the thread has been ready without running, since it began.
    void presented(std::int64_t at, std::int64_t queued);

    const Durations& apart() const { return m_apart; } ///< by the clock
    /// Without the time in which the processors ran others.
    const Durations& apartByUs() const { return m_apartByUs; }
    /// That time alone.
    const Durations& others() const { return m_others; }

private:
    std::int64_t m_presented = 0; ///< the last frame; 0: there was none
    std::int64_t m_queued = 0; ///< at that frame
    std::optional<std::int64_t> m_wanted; ///< first, since then
    int m_turns = 0; ///< since then, ended
    Durations m_apart;
    Durations m_apartByUs;
    Durations m_others;
};

} // namespace weir
