// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/evaluator.h"
#include "core/alertrecord.h"

#include <optional>

namespace weir {

/// Puts events and ticks into the one order that every evaluator sees: the tick of a second stands
/// after all events received before it and before all others. The order follows from `received`
/// alone, so however the events are cut into batches, live or read back from the index, the
/// evaluator comes to the same transitions.
///
/// Live: observe() each committed batch, tick() at each of the writer's ticks. After a restart: make
/// it with the saved snapshot, observe() what the index holds after `consumed`, then resume(), save
/// the state, and go on live. A state must be saved at least every `longestSilence`, also when
/// nothing happens: that is how a silence is told from a time when nobody was listening.
///
/// Thread: one at a time, that of the evaluator, which outlives it.
class AlertSequence final
{
public:
    /// What a gap between two events is filled with ticks for, at most.
    static constexpr Nanoseconds longestSilence = std::chrono::seconds(30);

    /// `after`: what the evaluator's restored state has seen; empty for a new evaluator.
    explicit AlertSequence(Evaluator& evaluator, const AlertSnapshot& after = {});

    /// Ticks that stand before or between the events are inserted; what was consumed is skipped.
    /// Precondition: batches come in the order of seq.
    void observe(const StoredBatch& stored);
    /// The rows from `from` to before `to` alone: events of other blocks lie between.
    void observe(const StoredBatch& stored, std::size_t from, std::size_t to);

    /// Everything received before `second` has been observed. One that is past already is nothing new.
    void tick(TimePoint second);

    /// The collector did not run until now: the time that passed is not judged second by second.
    void resume();

    EventSeq consumed() const { return m_consumed; }
    /// The last tick given; the epoch when there was none.
    TimePoint lastTick() const { return m_tick.value_or(TimePoint{}); }
    /// What to save: consumed(), lastTick() and the evaluator's state.
    AlertSnapshot snapshot() const;

private:
    void tickUpTo(TimePoint second);

    Evaluator& m_evaluator;
    EventSeq m_consumed{};
    std::optional<TimePoint> m_tick;
    bool m_resumed = false;
};

} // namespace weir
