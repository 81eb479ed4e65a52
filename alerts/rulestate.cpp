// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/rulestate.h"

#include "alerts/summary.h"
#include "core/json.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

using std::chrono::ceil;
using std::chrono::floor;
using std::chrono::seconds;

namespace {

constexpr auto defaultWindow = std::chrono::minutes(1);
constexpr auto shortestWindow = std::chrono::milliseconds(1);
constexpr std::string_view otherLabel = "__other__";

std::string hashOf(const AlertRule& rule)
{
    const auto threshold = [](const Threshold& t) {
        return fmt::format("{} {:.17g}", static_cast<int>(t.comparison), t.value);
    };
    const std::string text =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}", rule.query, threshold(rule.when),
                    rule.recover ? threshold(*rule.recover) : "-", rule.holdFor.count(),
                    rule.keepFiring.count(), static_cast<int>(rule.noData));
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (const char character : text)
        hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3;
    return fmt::format("{:016x}", hash);
}

Error invalid(const AlertRule& rule, std::string detail)
{
    return {Error::Code::InvalidInput, rule.name, std::move(detail)};
}

/// A label as it can be kept and saved: of bounded length, and text.
std::string tamed(const std::string& label)
{
    const std::string_view text = utf8Head(label, RuleState::maxLabelBytes);
    return isUtf8(text) ? std::string(text) : "base64:" + base64(text);
}

} // namespace

Result<std::unique_ptr<RuleState>> RuleState::create(AlertRule rule)
{
    auto parsed = parseQuery(rule.query);
    if (const auto* error = std::get_if<QueryError>(&parsed))
        return invalid(
            rule, fmt::format("{} (column {} of the query)", error->message, error->at.offset + 1));
    auto& query = std::get<Query>(parsed);
    if (!query.aggregate)
        return invalid(rule, "the query counts nothing: it needs `| count` or `| rate`");
    if (!query.aggregate->isCountOrRate())
        return invalid(rule,
                       fmt::format("rules judge `count` and `rate` of events, not `{}`",
                                   printFunction(*query.aggregate)));
    const Nanoseconds length = query.aggregate->every.value_or(defaultWindow);
    if (length < shortestWindow || length > WindowShape::maxLength)
        return invalid(rule, "the window must be between 1ms and 31d long");
    auto filter = Filter::compile(query.filter);
    if (!filter)
        return invalid(rule, filter.error().text());
    query.aggregate->every = length;
    return std::unique_ptr<RuleState>(
        new RuleState(std::move(rule), std::move(*query.aggregate), std::move(*filter)));
}

RuleState::RuleState(AlertRule rule, Aggregate aggregate, FilterPtr filter)
    : m_rule(std::move(rule))
    , m_aggregate([&] {
        Aggregate grains = aggregate;
        grains.every = WindowShape(*aggregate.every).grain();
        return grains;
    }())
    , m_filter(std::move(filter))
    , m_shape(*aggregate.every)
    , m_hash(hashOf(m_rule))
{
    restore({});
}

void RuleState::restore(RuleMemory memory)
{
    m_memory = std::move(memory);
    if (by().empty())
        m_memory.series.try_emplace({}); // without labels there is one instance, known beforehand
    if (m_memory.judged) {
        for (auto& [labels, series] : m_memory.series)
            series.counts.advance(*m_memory.judged, m_shape);
    }
}

void RuleState::select(const StoredBatch& stored, std::vector<std::uint32_t>& rows) const
{
    m_filter->select(stored, rows);
}

void RuleState::observe(const StoredBatch& stored, std::span<const std::uint32_t> rows)
{
    m_memory.sources.insert(stored.batch->source());
    Aggregator groups(m_aggregate);
    groups.add(stored, rows);
    for (const Aggregator::Series& group : groups.series()) {
        RuleSeries& series = seriesOf(group.labels);
        for (const auto& [start, count, value] : group.windows) {
            if (start < WindowShape::oldest) {
                m_memory.late += count;
                continue;
            }
            if (m_memory.judged && start < *m_memory.judged)
                m_memory.late += count;
            series.firstSeen = series.firstSeen ? std::min(*series.firstSeen, start) : start;
            series.lastSeen = std::max(series.lastSeen, start);
            // Too old for every window to come: it is in `late`.
            (void)series.counts.add(m_shape.bucketOf(start), count, m_shape);
        }
    }
}

RuleSeries& RuleState::seriesOf(const LabelValues& labels)
{
    LabelValues kept;
    for (const std::string& label : labels)
        kept.push_back(tamed(label));
    auto at = m_memory.series.find(kept);
    if (at != m_memory.series.end())
        return at->second;
    const std::size_t room =
        std::clamp<std::size_t>(maxBuckets / m_shape.bucketsPerWindow(), 1, maxSeries);
    if (m_memory.series.size() >= room) {
        m_memory.isOverfull = true;
        kept.assign(labels.size(), std::string(otherLabel));
    }
    const auto [added, isNew] = m_memory.series.try_emplace(std::move(kept));
    if (isNew && m_memory.judged)
        added->second.counts.advance(*m_memory.judged, m_shape);
    return added->second;
}

/// Whether too much waits for the slowest source. What lies ahead of the fastest waits for the clock.
bool RuleState::isCrowded(TimePoint farthest) const
{
    std::size_t waiting = 0;
    for (const auto& [labels, series] : m_memory.series)
        waiting += series.counts.waitingBefore(farthest);
    return waiting > maxBuckets;
}

void RuleState::tick(const Watermarks& marks, bool isBack, std::vector<AlertRecord>& transitions)
{
    RuleMemory& memory = m_memory;
    if (isBack && marks.anyLossy(memory.sources))
        memory.wholeFrom = std::max(memory.wholeFrom, *marks.lastTick());
    const auto farthest = marks.farthest(memory.sources);
    if (!farthest)
        return;
    const TimePoint mark = isCrowded(*farthest)
        ? *farthest
        : marks.of(memory.sources, memory.judged).value_or(*farthest);
    if (!memory.judged)
        begin(mark);
    const Nanoseconds silence = std::max<Nanoseconds>(silentAfter, 2 * m_shape.length());
    memory.isSilent = marks.grace() == 0 && seconds(marks.silentTicks(memory.sources)) >= silence;
    if (memory.isSilent)
        passSilently(floor<seconds>(mark), transitions);
    else
        judgeUpTo(floor<seconds>(mark), transitions);
}

/// The first window judged is the first that can hold an event.
void RuleState::begin(TimePoint mark)
{
    TimePoint first = mark;
    for (const auto& [labels, series] : m_memory.series)
        first = std::min(first, series.counts.nextBucket().value_or(mark));
    m_memory.judged = std::max<TimePoint>(floor<seconds>(first), WindowShape::oldest);
    for (auto& [labels, series] : m_memory.series)
        series.counts.advance(*m_memory.judged, m_shape);
}

void RuleState::judgeUpTo(TimePoint target, std::vector<AlertRecord>& transitions)
{
    constexpr auto worthSkipping = seconds(10);
    while (*m_memory.judged < target) {
        TimePoint end = *m_memory.judged + seconds(1);
        // Event time may jump by years; what stays as it is need not be judged second by second.
        if (end < target - worthSkipping) // their distance may be more than can be said
            end = std::clamp(nextChange(), end, target);
        judgeWindow(end, transitions);
    }
}

void RuleState::judgeWindow(TimePoint end, std::vector<AlertRecord>& transitions)
{
    m_memory.judged = end;
    for (auto at = m_memory.series.begin(); at != m_memory.series.end();) {
        auto& [labels, series] = *at;
        series.counts.advance(end, m_shape);
        const AlertCondition before = series.state.condition;
        if (end >= forgottenAt(series)) {
            if (before != AlertCondition::Ok) {
                series.state.enter(AlertCondition::Ok, end);
                transitions.push_back(record(labels, series.state, before, "not seen for an hour"));
            }
            at = m_memory.series.erase(at);
            continue;
        }
        if (series.state.step(m_rule, measured(series), isWhole(series, end), end))
            transitions.push_back(
                record(labels, series.state, before, reasonFor(before, series.state.condition)));
        ++at;
    }
}

/// Nobody knows what a silent source has not sent: windows pass unjudged, as `no_data` says.
void RuleState::passSilently(TimePoint target, std::vector<AlertRecord>& transitions)
{
    m_memory.judged = std::max(*m_memory.judged, target);
    for (auto& [labels, series] : m_memory.series) {
        series.counts.advance(*m_memory.judged, m_shape);
        const AlertCondition before = series.state.condition;
        const AlertCondition to = m_rule.noData == NoDataPolicy::Keep ? before
            : m_rule.noData == NoDataPolicy::Ok                       ? AlertCondition::Ok
                                                                      : AlertCondition::Firing;
        if (to == before)
            continue;
        series.state.enter(to, *m_memory.judged);
        transitions.push_back(record(labels, series.state, before, "no data"));
    }
}

/// The end of the next window that can lead to something; every one before it would change nothing.
TimePoint RuleState::nextChange() const
{
    TimePoint next = TimePoint::max();
    for (const auto& [labels, series] : m_memory.series) {
        next = std::min(next, nextChangeOf(series));
        if (next == *m_memory.judged + seconds(1))
            break;
    }
    return next;
}

TimePoint RuleState::nextChangeOf(const RuleSeries& series) const
{
    const TimePoint judged = *m_memory.judged;
    const bool whole = isWhole(series, judged);
    if (series.counts.sum() != 0 || !series.state.isSettled(m_rule, 0, whole))
        return judged + seconds(1);
    TimePoint next = forgottenAt(series);
    if (const auto bucket = series.counts.nextBucket())
        next = std::min<TimePoint>(next, floor<seconds>(*bucket) + seconds(1));
    if (!whole && series.firstSeen) // else it moves with what is judged
        next = std::min<TimePoint>(next, ceil<seconds>(wholeAt(series)));
    return next;
}

bool RuleState::isWhole(const RuleSeries& series, TimePoint end) const
{
    return end >= wholeAt(series);
}

/// The end of the first window of which nothing was missed. An instance first seen within a second
/// was not watched for the whole of it.
TimePoint RuleState::wholeAt(const RuleSeries& series) const
{
    const TimePoint first =
        floor<seconds>(series.firstSeen.value_or(*m_memory.judged)) + seconds(1);
    return std::max(first, m_memory.wholeFrom) + m_shape.length();
}

TimePoint RuleState::forgottenAt(const RuleSeries& series) const
{
    if (by().empty() || series.counts.nextBucket())
        return TimePoint::max();
    return ceil<seconds>(series.lastSeen + std::max(rememberFor, m_shape.length() + seconds(1)));
}

double RuleState::measured(const RuleSeries& series) const
{
    const auto count = static_cast<double>(series.counts.sum());
    if (m_aggregate.function == Aggregate::Function::Count)
        return count;
    return count / std::chrono::duration<double>(m_shape.length()).count();
}

std::string RuleState::reasonFor(AlertCondition from, AlertCondition to) const
{
    const std::string when = thresholdText(m_rule.when);
    const std::string clear = m_rule.recover ? thresholdText(*m_rule.recover) : "not " + when;
    if (to == AlertCondition::Pending)
        return when;
    if (to == AlertCondition::Firing && from == AlertCondition::Recovering)
        return m_rule.recover ? "not " + clear : when;
    if (to == AlertCondition::Firing)
        return from == AlertCondition::Pending ? when + " for " + formatDuration(m_rule.holdFor)
                                               : when;
    if (from == AlertCondition::Recovering)
        return clear + " for " + formatDuration(m_rule.keepFiring);
    return from == AlertCondition::Pending ? "not " + when : clear;
}

AlertRecord RuleState::record(const LabelValues& labels, const InstanceState& state,
                              AlertCondition from, std::string reason) const
{
    AlertRecord result;
    result.rule = m_rule.name;
    result.labels = labelsText(by(), labels);
    result.from = nameOf(from);
    result.to = nameOf(state.condition);
    result.at = state.since;
    result.value = state.value;
    result.summary = fillSummary(m_rule.summary, {state.value, state.began(), by(), labels});
    result.reason = std::move(reason);
    return result;
}

std::vector<AlertInstance> RuleState::instances() const
{
    std::vector<AlertInstance> result;
    for (const auto& [labels, series] : m_memory.series) {
        const InstanceState& state = series.state;
        result.push_back(
            {.rule = m_rule.name,
             .labels = labelsText(by(), labels),
             .condition = state.condition,
             .hasData = m_memory.judged && !m_memory.isSilent,
             .since = state.since,
             .value = state.value,
             .summary = fillSummary(m_rule.summary, {state.value, state.began(), by(), labels}),
             .severity = m_rule.severity});
    }
    return result;
}

} // namespace weir
