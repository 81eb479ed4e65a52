// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertrecord.h"

#include <QAbstractListModel>

#include <vector>

namespace weir {

/// Transitions of alerts, newest first. Facts only. Thread: GUI.
class AlertHistoryModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        RuleRole = Qt::UserRole,
        LabelsRole,
        ToRole, ///< the stored word: ok, pending, firing, recovering
        AtRole, ///< qint64, nanoseconds since the epoch
        ValueRole,
        IsToldRole, ///< a notification was shown
        SummaryRole,
    };

    using QAbstractListModel::QAbstractListModel;

    /// Oldest first, as the store gives them; ids ascend. What is new is inserted at the top.
    void set(std::vector<AlertRecord> records);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    const std::vector<AlertRecord>& records() const { return m_records; }

private:
    const AlertRecord& record(int row) const;

    std::vector<AlertRecord> m_records; ///< oldest first
};

} // namespace weir
