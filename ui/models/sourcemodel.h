// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"

#include <QAbstractItemModel>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace weir {

/// What lies in the files of a source and is not read yet; nothing when that cannot be known or when it
/// is no source of files.
std::optional<std::uint64_t> bytesBehind(const SourceStatus& source);

/// The sources of the collector, below each its topics, and below those their partitions; files and
/// ZeroMQ's topics stand directly below their source. Keeps the rate of each row over the last minute,
/// one value a status. Facts only: words and colours are the delegate's.
///
/// Rows are known by what they are called, so what is selected or opened stays so while statuses come.
/// Thread: GUI.
class SourceModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column {
        Name,
        Kind,
        State,
        LastMinute,
        Rate,
        Lag,
        Dropped,
        Gaps,
        Undecodable,
        columnCountOf
    };
    enum class Level { Source, Topic, Position };
    Q_ENUM(Level)
    enum Role {
        LevelRole = Qt::UserRole, ///< int of Level
        StateRole, ///< int of SourceState; of all rows that of the source
        RatesRole, ///< QList<double>, oldest first
        RateRole, ///< a second; of files bytes; invalid: not known yet
        IsBytesRole, ///< positions are bytes of a file
        LagRole, ///< quint64; invalid: cannot be known
        LagIsBytesRole,
        DroppedRole, ///< of a source
        GapsRole, ///< int
        UndecodableRole, ///< of a source
        NextRole, ///< qint64; of a position
        EndRole, ///< qint64; of a position; invalid: unknown
        CountRole, ///< int: rows below
        ErrorRole, ///< the source's last error, made harmless
    };
    /// Statuses kept: one comes each second.
    static constexpr std::size_t minute = 60;

    explicit SourceModel(QObject* parent = nullptr);
    ~SourceModel() override;

    /// `seconds`: time since the last one, for the rates of positions.
    void set(const std::vector<SourceStatus>& sources, double seconds = 1);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// The source of a row or of what is above it; null for an invalid index.
    const SourceStatus* source(const QModelIndex& index) const;
    const std::vector<SourceStatus>& sources() const { return m_sources; }
    /// Invalid when there is no such source.
    QModelIndex indexOf(const std::string& name) const;
    /// The topic of a row, empty for a source or a file; its partition, -1: none.
    std::string topic(const QModelIndex& index) const;
    std::int32_t partition(const QModelIndex& index) const;
    /// Of a position; null for any other row.
    const PositionStatus* position(const QModelIndex& index) const;

private:
    struct Node;
    using Nodes = std::vector<std::unique_ptr<Node>>;

    Node* node(const QModelIndex& index) const;
    QModelIndex indexOf(const Node& node) const;
    void arrange(Node& parent, Nodes wanted);
    void removeMissing(Node& parent, const Nodes& wanted);
    void fill(Node& source, const SourceStatus& status, double seconds);
    void tellChanged(const Node& parent);
    QVariant value(const Node& node, int role) const;

    std::vector<SourceStatus> m_sources;
    std::unique_ptr<Node> m_root;
};

} // namespace weir
