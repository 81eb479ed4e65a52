// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcemodel.h"

#include "ui/models/format.h"

#include <QList>

#include <algorithm>

namespace weir {

namespace {

/// What an index carries: 0 for a source, else the row of its source plus one.
constexpr quintptr noSource = 0;

QString positionName(const PositionStatus& position)
{
    QString name = plainText(position.topic.empty() ? position.path : position.topic, 300);
    if (position.partition >= 0)
        name += (name.isEmpty() ? QString() : QStringLiteral(" · "))
            + SourceModel::tr("partition %1").arg(position.partition);
    return name;
}

} // namespace

void SourceModel::keepRates(const std::vector<SourceStatus>& sources)
{
    std::erase_if(m_rates, [&](const auto& entry) {
        return std::none_of(sources.begin(), sources.end(),
                            [&](const SourceStatus& s) { return s.name == entry.first; });
    });
    for (const SourceStatus& source : sources) {
        std::deque<double>& rates = m_rates[source.name];
        rates.push_back(source.eventsPerSecond);
        if (rates.size() > minute)
            rates.pop_front();
    }
}

void SourceModel::set(const std::vector<SourceStatus>& sources)
{
    keepRates(sources);
    const bool isSame =
        std::equal(sources.begin(), sources.end(), m_sources.begin(), m_sources.end(),
                   [](const SourceStatus& a, const SourceStatus& b) { return a.name == b.name; });
    if (!isSame) {
        beginResetModel();
        m_sources = sources;
        endResetModel();
        return;
    }
    if (sources.empty())
        return;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        changePositions(static_cast<int>(i), sources[i].positions);
        m_sources[i] = sources[i];
    }
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCountOf - 1));
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex above = index(row, 0);
        if (const int below = rowCount(above); below > 0)
            emit dataChanged(index(0, 0, above), index(below - 1, columnCountOf - 1, above));
    }
}

/// Partitions come and go at the end: so an opened source stays open.
void SourceModel::changePositions(int row, const std::vector<PositionStatus>& positions)
{
    std::vector<PositionStatus>& shown = m_sources[static_cast<std::size_t>(row)].positions;
    const auto before = static_cast<int>(shown.size());
    const auto after = static_cast<int>(positions.size());
    const QModelIndex above = index(row, 0);
    if (after > before) {
        beginInsertRows(above, before, after - 1);
        shown = positions;
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows(above, after, before - 1);
        shown = positions;
        endRemoveRows();
    } else {
        shown = positions;
    }
}

QModelIndex SourceModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : noSource);
}

QModelIndex SourceModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == noSource)
        return {};
    return createIndex(static_cast<int>(child.internalId()) - 1, 0, noSource);
}

int SourceModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_sources.size());
    if (parent.internalId() != noSource || parent.column() != 0)
        return 0;
    return static_cast<int>(m_sources[static_cast<std::size_t>(parent.row())].positions.size());
}

int SourceModel::columnCount(const QModelIndex& parent) const
{
    Q_UNUSED(parent)
    return columnCountOf;
}

const SourceStatus* SourceModel::source(const QModelIndex& index) const
{
    if (!index.isValid())
        return nullptr;
    const auto row = index.internalId() == noSource ? static_cast<std::size_t>(index.row())
                                                    : static_cast<std::size_t>(index.internalId() - 1);
    return &m_sources[row];
}

QModelIndex SourceModel::indexOf(const std::string& name) const
{
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        if (m_sources[i].name == name)
            return index(static_cast<int>(i), 0);
    }
    return {};
}

QVariant SourceModel::data(const QModelIndex& index, int role) const
{
    const SourceStatus* shown = source(index);
    if (shown == nullptr)
        return {};
    const bool isPosition = index.internalId() != noSource;
    if (role == IsPositionRole)
        return isPosition;
    if (role == Qt::DisplayRole && index.column() == Kind)
        return isPosition ? QString() : plainText(shown->kind, 40);
    if (role == Qt::DisplayRole && index.column() != Name)
        return {}; // words and figures are the delegate's
    if (isPosition)
        return positionData(shown->positions[static_cast<std::size_t>(index.row())], role);
    return sourceData(*shown, role);
}

QVariant SourceModel::sourceData(const SourceStatus& source, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return plainText(source.name, 200);
    case StateRole:
        return static_cast<int>(source.state);
    case RatesRole: {
        const auto found = m_rates.find(source.name);
        return found == m_rates.end()
            ? QVariant()
            : QVariant::fromValue(QList<double>(found->second.begin(), found->second.end()));
    }
    case RateRole:
        return source.eventsPerSecond;
    case LagRole:
        return source.lag ? QVariant(quint64{*source.lag}) : QVariant();
    case DroppedRole:
        return quint64{source.dropped};
    case UndecodableRole:
        return quint64{source.undecodable};
    case CountRole:
        return static_cast<int>(source.positions.size());
    default:
        return {};
    }
}

QVariant SourceModel::positionData(const PositionStatus& position, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return positionName(position);
    case NextRole:
        return qint64{position.next};
    case EndRole:
        return position.end ? QVariant(qint64{*position.end}) : QVariant();
    case LagRole:
        return position.end && *position.end >= position.next
            ? QVariant(static_cast<quint64>(*position.end - position.next))
            : QVariant();
    default:
        return {};
    }
}

QVariant SourceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= Rate ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("source");
    case Kind:
        return tr("kind");
    case State:
        return tr("state");
    case LastMinute:
        return tr("last minute");
    case Rate:
        return tr("events/s");
    case Lag:
        return tr("lag");
    case Dropped:
        return tr("dropped");
    case Undecodable:
        return tr("undecodable");
    default:
        return {};
    }
}

} // namespace weir
