// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertinstance.h"
#include "core/alertrecord.h"
#include "core/config/config.h"
#include "core/result.h"
#include "core/storedbatch.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Judges rules over one sequence: committed events by seq, and a tick each second that stands after
/// all events received before it (docs/alerts.md). Pure: it knows no clock, so the same sequence
/// gives the same transitions, live, in a back-test and in a rule's tests.
///
/// Thread: one at a time.
class Evaluator final
{
public:
    /// A rule whose query does not parse or has no aggregate is InvalidInput.
    static Result<std::unique_ptr<Evaluator>> create(std::vector<AlertRule> rules);
    ~Evaluator();
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    /// Goes on from a saved state, in place of everything seen so far. Rules that have changed or are
    /// new begin afresh; an instance of a changed or removed rule that was not ok becomes ok, as a
    /// transition. Corrupt when it is no state; everything is then as before.
    Result<Done> restore(const std::string& state);
    /// Compact JSON; what restore() goes on from as if nothing had been in between.
    std::string save() const;

    /// Precondition: batches come in the order of seq, each once.
    void observe(const StoredBatch& stored);
    /// The rows from `from` to before `to` alone: the others stand on another side of a tick.
    void observe(const StoredBatch& stored, std::size_t from, std::size_t to);
    /// Ticks never go back; one that is no later than the last is ignored.
    void tick(TimePoint second);
    /// Between the last tick and the next nothing was received: the collector did not run or the
    /// machine slept. Sources get time to come back before their silence counts, and a window is no
    /// proof of quiet where a source may have published to nobody.
    void interrupted();

    /// What has changed since the last call, in order; id, recorded and notification are unset.
    std::vector<AlertRecord> takeTransitions();

    /// Every known instance; ordered by rule, then labels.
    std::vector<AlertInstance> instances() const;

    /// What a rule could not count as it should.
    struct Shortfall
    {
        std::string rule;
        std::uint64_t late = 0; ///< events that came after windows they belong to were judged
        bool isOverfull = false; ///< label sets beyond the limit are counted as `__other__`
    };
    /// Of the rules for which there is something to say; in the order of the rules.
    std::vector<Shortfall> shortfalls() const;

private:
    struct Private;
    explicit Evaluator(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

/// What a saved state says of its instances, without any rule: for the window. Corrupt when it is
/// not one.
Result<std::vector<AlertInstance>> instancesOf(const std::string& state);

} // namespace weir
