// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alertmodel.h"

#include "ui/models/format.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace weir {

namespace {

int urgency(AlertCondition condition)
{
    switch (condition) {
    case AlertCondition::Firing:
        return 0;
    case AlertCondition::Pending:
        return 1;
    case AlertCondition::Recovering:
        return 2;
    case AlertCondition::Ok:
        break;
    }
    return 3;
}

AlertInstance unseen(const AlertRule& rule)
{
    AlertInstance instance;
    instance.rule = rule.name;
    instance.hasData = false;
    instance.since = TimePoint{};
    instance.value = std::numeric_limits<double>::quiet_NaN();
    instance.severity = rule.severity;
    return instance;
}

} // namespace

void AlertModel::set(std::vector<AlertInstance> instances, const std::vector<AlertRule>& rules)
{
    for (const AlertRule& rule : rules) {
        if (std::none_of(instances.begin(), instances.end(),
                         [&](const AlertInstance& i) { return i.rule == rule.name; }))
            instances.push_back(unseen(rule));
    }
    std::sort(
        instances.begin(), instances.end(), [](const AlertInstance& a, const AlertInstance& b) {
            return std::make_tuple(urgency(a.condition), std::cref(a.rule), std::cref(a.labels))
                < std::make_tuple(urgency(b.condition), std::cref(b.rule), std::cref(b.labels));
        });
    const bool isSameOrder = std::equal(
        instances.begin(), instances.end(), m_all.begin(), m_all.end(),
        [](const AlertInstance& a, const AlertInstance& b) {
            return a.rule == b.rule && a.labels == b.labels && a.condition == b.condition;
        });
    m_all = std::move(instances);
    m_counts = {};
    for (const AlertInstance& instance : m_all)
        ++m_counts[static_cast<std::size_t>(instance.condition)];
    if (!isSameOrder)
        apply();
    else if (!m_shown.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
}

void AlertModel::setFilter(std::optional<AlertCondition> condition)
{
    if (condition == m_filter)
        return;
    m_filter = condition;
    apply();
}

void AlertModel::apply()
{
    beginResetModel();
    m_shown.clear();
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        if (!m_filter || m_all[i].condition == *m_filter)
            m_shown.push_back(i);
    }
    endResetModel();
}

int AlertModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant AlertModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AlertInstance& alert = instance(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case RuleRole:
        return plainText(alert.rule, 200);
    case LabelsRole:
        return plainText(alert.labels, 400);
    case ConditionRole:
        return static_cast<int>(alert.condition);
    case SeverityRole:
        return static_cast<int>(alert.severity);
    case HasDataRole:
        return alert.hasData;
    case ValueRole:
        return alert.value;
    case SinceRole:
        return alert.since <= TimePoint{}
            ? QVariant()
            : QVariant(static_cast<qint64>(nanosecondsOf(alert.since)));
    default:
        return {};
    }
}

const AlertInstance& AlertModel::instance(int row) const
{
    return m_all[m_shown[static_cast<std::size_t>(row)]];
}

const AlertInstance* AlertModel::find(const AlertKey& wanted) const
{
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const AlertInstance& instance) {
        return instance.rule == wanted.rule && instance.labels == wanted.labels;
    });
    return found == m_all.end() ? nullptr : &*found;
}

AlertKey AlertModel::key(int row) const
{
    return {instance(row).rule, instance(row).labels};
}

std::optional<AlertKey> AlertModel::firstOf(const std::string& rule) const
{
    const auto found = std::ranges::find(m_all, rule, &AlertInstance::rule);
    if (found == m_all.end())
        return std::nullopt;
    return AlertKey{found->rule, found->labels};
}

int AlertModel::rowOf(const AlertKey& wanted) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (key(row) == wanted)
            return row;
    }
    return -1;
}

} // namespace weir
