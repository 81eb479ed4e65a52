// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/sequence.h"

#include <algorithm>

namespace weir {

using std::chrono::floor;
using std::chrono::seconds;

AlertSequence::AlertSequence(Evaluator& evaluator, const AlertSnapshot& after)
    : m_evaluator(evaluator)
    , m_consumed(after.consumed)
{
    if (after.tick != TimePoint{})
        m_tick = after.tick;
}

void AlertSequence::observe(const StoredBatch& stored)
{
    observe(stored, 0, stored.batch->size());
}

void AlertSequence::observe(const StoredBatch& stored, std::size_t from, std::size_t to)
{
    std::size_t row = std::max(from, stored.rowsUpTo(m_consumed));
    if (row >= to)
        return;
    while (row < to) {
        tickUpTo(floor<seconds>(stored.received(row)));
        const TimePoint next = *m_tick + seconds(1);
        std::size_t end = row + 1;
        while (end < to && stored.received(end) < next)
            ++end;
        m_evaluator.observe(stored, row, end);
        row = end;
    }
    m_consumed = stored.seq(to - 1);
}

void AlertSequence::tick(TimePoint second)
{
    tickUpTo(floor<seconds>(second));
}

void AlertSequence::resume()
{
    m_resumed = true;
}

void AlertSequence::tickUpTo(TimePoint second)
{
    if (!m_tick) {
        m_tick = second;
        m_evaluator.tick(second);
        return;
    }
    if (second <= *m_tick)
        return;
    if (m_resumed || second - *m_tick > longestSilence) {
        m_evaluator.interrupted();
        m_tick = second - seconds(1);
    }
    m_resumed = false;
    while (*m_tick < second) {
        *m_tick += seconds(1);
        m_evaluator.tick(*m_tick);
    }
}

AlertSnapshot AlertSequence::snapshot() const
{
    return {.consumed = m_consumed, .tick = lastTick(), .state = m_evaluator.save()};
}

} // namespace weir
