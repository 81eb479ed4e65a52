// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/instancestate.h"

namespace weir {

namespace {

Verdict negated(Verdict verdict)
{
    switch (verdict) {
    case Verdict::No:
        return Verdict::Yes;
    case Verdict::Yes:
        return Verdict::No;
    case Verdict::Unknown:
        break;
    }
    return Verdict::Unknown;
}

Verdict isClear(const AlertRule& rule, double measured, bool isWhole)
{
    return rule.recover ? judge(*rule.recover, measured, isWhole)
                        : negated(judge(rule.when, measured, isWhole));
}

} // namespace

Verdict judge(const Threshold& threshold, double value, bool isWhole)
{
    const bool holds = threshold.holds(value);
    if (isWhole)
        return holds ? Verdict::Yes : Verdict::No;
    switch (threshold.comparison) {
    case Threshold::Comparison::Greater:
    case Threshold::Comparison::GreaterEqual:
        return holds ? Verdict::Yes : Verdict::Unknown;
    case Threshold::Comparison::Less:
    case Threshold::Comparison::LessEqual:
        return holds ? Verdict::Unknown : Verdict::No;
    case Threshold::Comparison::Equal:
    case Threshold::Comparison::NotEqual:
        break;
    }
    return Verdict::Unknown;
}

AlertCondition InstanceState::next(const AlertRule& rule, double measured, bool isWhole,
                                   TimePoint end) const
{
    const Verdict when = judge(rule.when, measured, isWhole);
    const Verdict clear = isClear(rule, measured, isWhole);
    switch (condition) {
    case AlertCondition::Ok:
        if (when != Verdict::Yes)
            return AlertCondition::Ok;
        return rule.holdFor > Nanoseconds(0) ? AlertCondition::Pending : AlertCondition::Firing;
    case AlertCondition::Pending:
        if (when == Verdict::No)
            return AlertCondition::Ok;
        return when == Verdict::Yes && end - since >= rule.holdFor ? AlertCondition::Firing
                                                                   : AlertCondition::Pending;
    case AlertCondition::Firing:
        if (clear != Verdict::Yes)
            return AlertCondition::Firing;
        return rule.keepFiring > Nanoseconds(0) ? AlertCondition::Recovering : AlertCondition::Ok;
    case AlertCondition::Recovering:
        if (clear == Verdict::No)
            return AlertCondition::Firing;
        return clear == Verdict::Yes && end - since >= rule.keepFiring ? AlertCondition::Ok
                                                                       : AlertCondition::Recovering;
    }
    return condition;
}

bool InstanceState::step(const AlertRule& rule, double measured, bool isWhole, TimePoint end)
{
    value = measured;
    const AlertCondition to = next(rule, measured, isWhole, end);
    if (to == condition)
        return false;
    enter(to, end);
    return true;
}

bool InstanceState::isSettled(const AlertRule& rule, double measured, bool isWhole) const
{
    const bool isWaiting =
        condition == AlertCondition::Pending || condition == AlertCondition::Recovering;
    return !isWaiting && value == measured && next(rule, measured, isWhole, since) == condition;
}

void InstanceState::enter(AlertCondition to, TimePoint at)
{
    if (to == AlertCondition::Firing && condition != AlertCondition::Recovering)
        firingSince = at;
    condition = to;
    since = at;
}

TimePoint InstanceState::began() const
{
    return condition == AlertCondition::Firing || condition == AlertCondition::Recovering
        ? firingSince
        : since;
}

} // namespace weir
