// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/evaluator.h"
#include "core/config/config.h"

#include <optional>

namespace weir {

/// What a window says about a threshold. A window of which a part was never seen says only what more
/// events could not change.
enum class Verdict { No, Yes, Unknown };

Verdict judge(const Threshold& threshold, double value, bool isWhole);

/// The condition of one instance, moved on one judged window after the other.
struct InstanceState
{
    AlertCondition condition = AlertCondition::Ok;
    TimePoint since; ///< of the condition
    TimePoint firingSince; ///< while firing or recovering
    double value = 0;

    /// Judges the window that ends at `end`; true when the condition has changed.
    bool step(const AlertRule& rule, double measured, bool isWhole, TimePoint end);

    /// Whether the same value, judged again, would leave everything as it is.
    bool isSettled(const AlertRule& rule, double measured, bool isWhole) const;

    /// Precondition: `to` is another condition.
    void enter(AlertCondition to, TimePoint at);

    /// What {{since}} shows.
    TimePoint began() const;

private:
    AlertCondition next(const AlertRule& rule, double measured, bool isWhole, TimePoint end) const;
};

} // namespace weir
