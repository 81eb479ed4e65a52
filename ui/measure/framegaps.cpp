// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure/framegaps.h"

#include "ui/models/clocks.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::int64_t frameLength = 1'000'000'000 / 60;
/// A frame that is wanted later after the one before than this does not go on with a movement.
constexpr std::int64_t rest = 100'000'000;
constexpr int turnsToPaint = 2;

} // namespace

void FrameGaps::wanted(std::int64_t at)
{
    if (m_wanted)
        return;
    m_wanted = at;
    m_turns = 0;
}

void FrameGaps::turnEnded()
{
    if (m_wanted && ++m_turns > turnsToPaint)
        m_wanted.reset();
}

void FrameGaps::presented(std::int64_t at, std::int64_t queued)
{
    if (m_wanted && m_presented != 0 && *m_wanted - m_presented < rest) {
        const std::int64_t apart = at - std::max(m_presented, *m_wanted - frameLength);
        const std::int64_t others = std::clamp<std::int64_t>(queued - m_queued, 0, apart);
        m_apart.add(inMilliseconds(apart));
        m_apartByUs.add(inMilliseconds(apart - others));
        m_others.add(inMilliseconds(others));
    }
    m_wanted.reset();
    m_presented = at;
    m_queued = queued;
}

} // namespace weir
