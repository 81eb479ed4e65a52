// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertinstance.h"

#include <QAbstractListModel>

#include <array>
#include <optional>
#include <vector>

namespace weir {

/// Which alert of all is meant, whatever its row.
struct AlertKey
{
    std::string rule;
    std::string labels;

    friend auto operator<=>(const AlertKey&, const AlertKey&) = default;
};

/// The instances of all rules, what needs a person first; rules that have met no event yet stand
/// among them as ok without data. Facts only: words and colours are the delegate's. Thread: GUI.
class AlertModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        RuleRole = Qt::UserRole,
        LabelsRole,
        ConditionRole, ///< int of AlertCondition
        SeverityRole, ///< int of AlertSeverity
        HasDataRole,
        ValueRole,
        SinceRole, ///< qint64, nanoseconds since the epoch; invalid: has not changed yet
    };

    using QAbstractListModel::QAbstractListModel;

    /// Rows of the same alerts in the same order are changed in place, so that a selection stays.
    void set(std::vector<AlertInstance> instances, const std::vector<AlertRule>& rules);
    /// Shows one condition alone; nothing: all.
    void setFilter(std::optional<AlertCondition> condition);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// Of all, shown or not; by AlertCondition.
    const std::array<int, 4>& counts() const { return m_counts; }
    /// Precondition: a valid row.
    const AlertInstance& instance(int row) const;
    /// Of all, shown or not; null when there is no such alert.
    const AlertInstance* find(const AlertKey& key) const;
    AlertKey key(int row) const;
    /// The row of an alert, -1 when it is not shown.
    int rowOf(const AlertKey& key) const;
    /// The rule's instance that needs a person first, shown or not; nothing when there is no such rule.
    std::optional<AlertKey> firstOf(const std::string& rule) const;

private:
    void apply();

    std::vector<AlertInstance> m_all; ///< in the order shown
    std::vector<std::size_t> m_shown; ///< indexes into m_all
    std::optional<AlertCondition> m_filter;
    std::array<int, 4> m_counts{};
};

} // namespace weir
