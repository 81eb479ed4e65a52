// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertrecord.h"
#include "core/config/config.h"
#include "core/result.h"
#include "core/storedbatch.h"

#include <memory>
#include <string>
#include <vector>

namespace weir {

enum class AlertCondition { Ok, Pending, Firing, Recovering };

/// `ok pending firing recovering`.
std::string_view nameOf(AlertCondition condition);

/// One instance of a rule: the rule and a set of labels.
struct AlertInstance
{
    std::string rule;
    std::string labels; ///< `region=eu-west, service=payments`
    AlertCondition condition = AlertCondition::Ok;
    bool hasData = true;
    TimePoint since; ///< of the condition
    double value = 0;
    std::string summary; ///< the rule's, filled in
    AlertSeverity severity = AlertSeverity::Warning;
};

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

    /// Goes on from a saved state; rules that have changed or are new begin afresh.
    Result<Done> restore(const std::string& state);
    std::string save() const;

    /// Precondition: batches come in the order of seq, each once.
    void observe(const StoredBatch& stored);
    /// Precondition: ticks never go back.
    void tick(TimePoint second);

    /// What has changed since the last call, in order; id, recorded and notification are unset.
    std::vector<AlertRecord> takeTransitions();

    /// Every known instance; ordered by rule, then labels.
    std::vector<AlertInstance> instances() const;

private:
    struct Private;
    explicit Evaluator(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

/// What a saved state says of its instances, without any rule: for the window. Corrupt when it is
/// not one.
Result<std::vector<AlertInstance>> instancesOf(const std::string& state);

} // namespace weir
