// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/evaluator.h"

#include "alerts/evaluatorstate.h"
#include "alerts/rulestate.h"
#include "alerts/summary.h"
#include "alerts/watermarks.h"

#include <algorithm>
#include <map>
#include <utility>

namespace weir {

namespace {

void sort(std::vector<AlertInstance>& instances)
{
    std::ranges::stable_sort(instances, {}, [](const AlertInstance& instance) {
        return std::tie(instance.rule, instance.labels);
    });
}

AlertInstance instanceOf(const SavedRule& rule, const LabelValues& labels, const RuleSeries& series)
{
    const InstanceState& state = series.state;
    return {.rule = rule.name,
            .labels = labelsText(rule.by, labels),
            .condition = state.condition,
            .hasData = rule.memory.judged && !rule.memory.isSilent,
            .since = state.since,
            .value = state.value,
            .summary = fillSummary(rule.summary, {state.value, state.began(), rule.by, labels}),
            .severity = rule.severity};
}

SavedRule saved(const RuleState& rule)
{
    return {.name = rule.rule().name,
            .hash = rule.hash(),
            .summary = rule.rule().summary,
            .severity = rule.rule().severity,
            .by = rule.by(),
            .memory = rule.memory()};
}

/// What a rule that is no longer judged leaves behind: nothing may stay firing for ever.
void closeAll(const SavedRule& rule, std::string_view reason, TimePoint at,
              std::vector<AlertRecord>& transitions)
{
    for (const auto& [labels, series] : rule.memory.series) {
        if (series.state.condition == AlertCondition::Ok)
            continue;
        const AlertInstance instance = instanceOf(rule, labels, series);
        AlertRecord record;
        record.rule = instance.rule;
        record.labels = instance.labels;
        record.from = nameOf(instance.condition);
        record.to = nameOf(AlertCondition::Ok);
        record.at = rule.memory.judged.value_or(at);
        record.value = instance.value;
        record.summary = instance.summary;
        record.reason = reason;
        transitions.push_back(std::move(record));
    }
}

constexpr std::size_t mostSelections = 64;

} // namespace

struct Evaluator::Private
{
    /// The rows that match, for each rule.
    using Selection = std::vector<std::vector<std::uint32_t>>;

    const Selection& select(const StoredBatch& stored);

    std::vector<std::unique_ptr<RuleState>> rules;
    Watermarks marks;
    /// Of the batches that have not been seen to their end: one that lies across ticks, or between
    /// whose events lie those of others, comes in pieces.
    std::map<EventBatchPtr, Selection> selections;
    std::vector<AlertRecord> transitions;
};

const Evaluator::Private::Selection& Evaluator::Private::select(const StoredBatch& stored)
{
    if (selections.size() > mostSelections) // of batches whose end never came
        selections.clear();
    const auto [place, isNew] = selections.try_emplace(stored.batch, rules.size());
    for (std::size_t i = 0; isNew && i < rules.size(); ++i)
        rules[i]->select(stored, place->second[i]);
    return place->second;
}

Result<std::unique_ptr<Evaluator>> Evaluator::create(std::vector<AlertRule> rules)
{
    auto d = std::make_unique<Private>();
    for (AlertRule& rule : rules) {
        const auto isSame = [&](const auto& other) {
            return other->rule().name == rule.name;
        };
        if (std::ranges::any_of(d->rules, isSame))
            return Error{Error::Code::InvalidInput, rule.name, "there are two rules of this name"};
        auto state = RuleState::create(std::move(rule));
        if (!state)
            return state.error();
        d->rules.push_back(std::move(*state));
    }
    return std::unique_ptr<Evaluator>(new Evaluator(std::move(d)));
}

Evaluator::Evaluator(std::unique_ptr<Private> p)
    : d(std::move(p))
{
}

Evaluator::~Evaluator() = default;

Result<Done> Evaluator::restore(const std::string& state)
{
    auto parsed = parseState(state);
    if (!parsed)
        return parsed.error();
    d->marks = std::move(parsed->marks);
    d->transitions.clear();
    for (const auto& rule : d->rules)
        rule->restore({});
    for (SavedRule& old : parsed->rules) {
        const auto now = std::ranges::find_if(
            d->rules, [&](const auto& rule) { return rule->rule().name == old.name; });
        if (now != d->rules.end() && (*now)->hash() == old.hash && (*now)->by() == old.by)
            (*now)->restore(std::move(old.memory));
        else
            closeAll(old, now == d->rules.end() ? "rule removed" : "rule changed",
                     d->marks.lastTick().value_or(TimePoint{}), d->transitions);
    }
    return Done{};
}

std::string Evaluator::save() const
{
    SavedState state;
    state.marks = d->marks;
    for (const auto& rule : d->rules)
        state.rules.push_back(saved(*rule));
    return printState(state);
}

void Evaluator::observe(const StoredBatch& stored)
{
    observe(stored, 0, stored.batch->size());
}

void Evaluator::observe(const StoredBatch& stored, std::size_t from, std::size_t to)
{
    if (from >= to)
        return;
    d->marks.observe(*stored.batch, from, to);
    const auto& selection = d->select(stored);
    for (std::size_t i = 0; i < d->rules.size(); ++i) {
        const auto& rows = selection[i];
        const auto first = std::ranges::lower_bound(rows, from);
        const auto last = std::ranges::lower_bound(first, rows.end(), to);
        if (first != last)
            d->rules[i]->observe(stored, {first, last});
    }
    if (to == stored.batch->size())
        d->selections.erase(stored.batch);
}

void Evaluator::tick(TimePoint second)
{
    if (d->marks.lastTick() && second <= *d->marks.lastTick())
        return;
    const bool isBack = d->marks.isInterrupted();
    d->marks.tick(second);
    for (const auto& rule : d->rules)
        rule->tick(d->marks, isBack, d->transitions);
}

void Evaluator::interrupted()
{
    d->marks.interrupted();
}

std::vector<AlertRecord> Evaluator::takeTransitions()
{
    return std::exchange(d->transitions, {});
}

std::vector<AlertInstance> Evaluator::instances() const
{
    std::vector<AlertInstance> all;
    for (const auto& rule : d->rules) {
        for (AlertInstance& instance : rule->instances())
            all.push_back(std::move(instance));
    }
    sort(all);
    return all;
}

std::vector<Evaluator::Shortfall> Evaluator::shortfalls() const
{
    std::vector<Shortfall> all;
    for (const auto& rule : d->rules) {
        const RuleMemory& memory = rule->memory();
        if (memory.late > 0 || memory.isOverfull)
            all.push_back({rule->rule().name, memory.late, memory.isOverfull});
    }
    return all;
}

Result<std::vector<AlertInstance>> instancesOf(const std::string& state)
{
    const auto parsed = parseState(state);
    if (!parsed)
        return parsed.error();
    std::vector<AlertInstance> all;
    for (const SavedRule& rule : parsed->rules) {
        for (const auto& [labels, series] : rule.memory.series)
            all.push_back(instanceOf(rule, labels, series));
    }
    sort(all);
    return all;
}

} // namespace weir
