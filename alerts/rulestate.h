// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/instancestate.h"
#include "alerts/watermarks.h"
#include "alerts/windowcounts.h"
#include "core/query/aggregator.h"
#include "core/query/filter.h"
#include "core/result.h"

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace weir {

/// One label set of a rule.
struct RuleSeries
{
    WindowCounts counts;
    InstanceState state;
    std::optional<TimePoint> firstSeen; ///< nothing: known from the rule alone
    TimePoint lastSeen = WindowShape::oldest;
};

/// All that a rule remembers of what it has seen: plain values, to be saved and put back.
struct RuleMemory
{
    std::set<std::string> sources; ///< those that delivered something that matches
    std::optional<TimePoint> judged; ///< the end of the last judged window
    TimePoint wholeFrom = WindowShape::oldest; ///< before, something may have been missed
    bool isSilent = false; ///< no source has delivered anything for a while
    bool isOverfull = false;
    std::uint64_t late = 0;
    std::map<LabelValues, RuleSeries> series;
};

/// One rule at work: counts what matches in windows of event time, and judges them at ticks.
///
/// Whatever the stream sends, the counters are limited. Those of the windows just judged are at most
/// maxBuckets; one label set and "__other__" are kept however long the window is. As many may wait for
/// the slowest source; when there are more at a tick, the fastest decides, and what is slower is late.
/// Beyond them are, between two ticks, those of what a source sends at once, and for each label set
/// those ahead of the clock: of ten minutes, because no event is more than that ahead of its arrival
/// (EventBatchBuilder::setTime()). No judging frees these, so they make nobody late.
/// Thread: the evaluator's.
class RuleState final
{
public:
    static constexpr std::size_t maxSeries = 10'000;
    static constexpr std::size_t maxBuckets = 4'000'000;
    static constexpr std::size_t maxLabelBytes = 200;
    static constexpr Nanoseconds rememberFor = std::chrono::hours(1);
    static constexpr Nanoseconds silentAfter = std::chrono::minutes(5);

    /// InvalidInput for a query that does not parse, has no aggregate or too long a window.
    static Result<std::unique_ptr<RuleState>> create(AlertRule rule);

    const AlertRule& rule() const { return m_rule; }
    const std::vector<std::string>& by() const { return m_aggregate.by; }
    /// Equal for rules that judge alike: name, severity, summary and runbook do not count.
    const std::string& hash() const { return m_hash; }

    void select(const StoredBatch& stored, std::vector<std::uint32_t>& rows) const;
    /// `rows` match and are not empty.
    void observe(const StoredBatch& stored, std::span<const std::uint32_t> rows);
    /// Judges every window that has become complete. `isBack`: the first tick after an interruption.
    void tick(const Watermarks& marks, bool isBack, std::vector<AlertRecord>& transitions);

    const RuleMemory& memory() const { return m_memory; }
    void restore(RuleMemory memory);
    std::vector<AlertInstance> instances() const;

private:
    RuleState(AlertRule rule, Aggregate aggregate, FilterPtr filter);

    RuleSeries& seriesOf(const LabelValues& labels);
    bool isCrowded(TimePoint farthest) const;
    void begin(TimePoint mark);
    void judgeUpTo(TimePoint target, std::vector<AlertRecord>& transitions);
    void judgeWindow(TimePoint end, std::vector<AlertRecord>& transitions);
    void passSilently(TimePoint target, std::vector<AlertRecord>& transitions);
    TimePoint nextChange() const;
    TimePoint nextChangeOf(const RuleSeries& series) const;
    bool isWhole(const RuleSeries& series, TimePoint end) const;
    TimePoint wholeAt(const RuleSeries& series) const;
    TimePoint forgottenAt(const RuleSeries& series) const;
    double measured(const RuleSeries& series) const;
    AlertRecord record(const LabelValues& labels, const InstanceState& state, AlertCondition from,
                       std::string reason) const;
    std::string reasonFor(AlertCondition from, AlertCondition to) const;

    const AlertRule m_rule;
    const Aggregate m_aggregate; ///< `every` is the step of counting, not the window
    const FilterPtr m_filter;
    const WindowShape m_shape;
    const std::string m_hash;
    RuleMemory m_memory;
};

} // namespace weir
