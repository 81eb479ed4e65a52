// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alerthistorymodel.h"

#include "ui/models/format.h"

#include <algorithm>

namespace weir {

namespace {

bool isSame(const AlertRecord& a, const AlertRecord& b)
{
    return a.id == b.id && a.notification == b.notification;
}

} // namespace

void AlertHistoryModel::set(std::vector<AlertRecord> records)
{
    const bool isContinued = records.size() >= m_records.size()
        && std::equal(m_records.begin(), m_records.end(), records.begin(), isSame);
    if (!isContinued) {
        beginResetModel();
        m_records = std::move(records);
        endResetModel();
        return;
    }
    const auto fresh = static_cast<int>(records.size() - m_records.size());
    if (fresh == 0)
        return;
    beginInsertRows({}, 0, fresh - 1);
    m_records = std::move(records);
    endInsertRows();
}

int AlertHistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

const AlertRecord& AlertHistoryModel::record(int row) const
{
    return m_records[m_records.size() - 1 - static_cast<std::size_t>(row)];
}

QVariant AlertHistoryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AlertRecord& shown = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case RuleRole:
        return plainText(shown.rule, 200);
    case LabelsRole:
        return plainText(shown.labels, 400);
    case ToRole:
        return QString::fromStdString(shown.to);
    case AtRole:
        return static_cast<qint64>(nanosecondsOf(shown.at));
    case ValueRole:
        return shown.value;
    case IsToldRole:
        return !shown.notification.empty();
    case SummaryRole:
        return plainText(shown.summary, 400);
    default:
        return {};
    }
}

} // namespace weir
