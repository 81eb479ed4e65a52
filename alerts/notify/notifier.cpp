// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/notify/notifier.h"

#include "alerts/evaluator.h"

namespace weir {

std::optional<Notice> noticeOf(const std::string& rule, const std::vector<AlertInstance>& instances)
{
    const AlertInstance* newest = nullptr;
    int firing = 0;
    for (const AlertInstance& instance : instances) {
        const bool counts = instance.condition == AlertCondition::Firing
            || instance.condition == AlertCondition::Recovering;
        if (instance.rule != rule || !counts)
            continue;
        ++firing;
        if (!newest || instance.since > newest->since)
            newest = &instance;
    }
    if (!newest)
        return std::nullopt;
    Notice notice;
    notice.rule = QString::fromStdString(rule);
    notice.labels = QString::fromStdString(newest->labels);
    notice.text = QString::fromStdString(newest->summary);
    notice.firing = firing;
    notice.severity = newest->severity;
    if (firing > 1)
        notice.text = QStringLiteral("%1 firing: ").arg(firing) % notice.text;
    return notice;
}

} // namespace weir
