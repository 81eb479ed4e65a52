// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"

#include <QAbstractItemModel>

#include <chrono>
#include <deque>
#include <map>
#include <vector>

namespace weir {

/// The sources of the collector, and below each its partitions or files. Keeps the events per second
/// of the last minute, one value a status. Facts only: words and colours are the delegate's.
/// Thread: GUI.
class SourceModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Kind, State, LastMinute, Rate, Lag, Dropped, Undecodable, columnCountOf };
    enum Role {
        IsPositionRole = Qt::UserRole,
        StateRole, ///< int of SourceState
        RatesRole, ///< QList<double>, oldest first
        RateRole,
        LagRole, ///< quint64; invalid: cannot be known
        DroppedRole,
        UndecodableRole,
        NextRole, ///< qint64; of a position
        EndRole, ///< qint64; of a position; invalid: unknown
        CountRole, ///< of positions below a source
    };
    /// Statuses kept: one comes each second.
    static constexpr std::size_t minute = 60;

    using QAbstractItemModel::QAbstractItemModel;

    /// Sources keep their rows while they are the same in the same order.
    void set(const std::vector<SourceStatus>& sources);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// The source of a row or of the row above it; null for an invalid index.
    const SourceStatus* source(const QModelIndex& index) const;
    const std::vector<SourceStatus>& sources() const { return m_sources; }
    /// Invalid when there is no such source.
    QModelIndex indexOf(const std::string& name) const;

private:
    void keepRates(const std::vector<SourceStatus>& sources);
    void changePositions(int row, const std::vector<PositionStatus>& positions);
    QVariant sourceData(const SourceStatus& source, int role) const;
    static QVariant positionData(const PositionStatus& position, int role);

    std::vector<SourceStatus> m_sources;
    std::map<std::string, std::deque<double>> m_rates;
};

} // namespace weir
