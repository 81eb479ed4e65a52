// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcemodel.h"

#include "ui/models/format.h"

#include <QList>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace weir {

/// A row. `key` tells it from its neighbours, whatever row it stands in.
struct SourceModel::Node
{
    Level level = Level::Source;
    std::string key;
    QString name;
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children;

    SourceStatus status; ///< Level::Source
    PositionStatus position; ///< Level::Position
    std::deque<double> rates;
    std::optional<std::uint64_t> lag;
    bool isLagBytes = false;
    int gaps = 0;
    std::string topic;

    void addRate(double rate)
    {
        rates.push_back(rate);
        if (rates.size() > minute)
            rates.pop_front();
    }
};

namespace {

std::string positionKey(const PositionStatus& position)
{
    return position.path + '\0' + position.topic + '\0' + std::to_string(position.partition);
}

} // namespace

SourceModel::SourceModel(QObject* parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

SourceModel::~SourceModel() = default;

void SourceModel::removeMissing(Node& parent, const Nodes& wanted)
{
    std::unordered_set<std::string> keys;
    for (const auto& node : wanted)
        keys.insert(node->key);
    const QModelIndex above = indexOf(parent);
    for (int last = static_cast<int>(parent.children.size()) - 1; last >= 0; --last) {
        const auto isMissing = [&](int row) {
            return !keys.contains(parent.children[static_cast<std::size_t>(row)]->key);
        };
        if (!isMissing(last))
            continue;
        int first = last;
        while (first > 0 && isMissing(first - 1))
            --first;
        beginRemoveRows(above, first, last);
        parent.children.erase(parent.children.begin() + first, parent.children.begin() + last + 1);
        for (std::size_t i = static_cast<std::size_t>(first); i < parent.children.size(); ++i)
            parent.children[i]->row = static_cast<int>(i);
        endRemoveRows();
        last = first;
    }
}

/// Makes the children of a row those that are wanted, in their order, keeping the ones that are there.
void SourceModel::arrange(Node& parent, Nodes wanted)
{
    removeMissing(parent, wanted);
    const QModelIndex above = indexOf(parent);
    const auto renumber = [&parent](std::size_t from) {
        for (std::size_t i = from; i < parent.children.size(); ++i)
            parent.children[i]->row = static_cast<int>(i);
    };
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        Nodes& children = parent.children;
        if (i < children.size() && children[i]->key == wanted[i]->key)
            continue;
        const auto from = std::find_if(
            children.begin() + static_cast<std::ptrdiff_t>(std::min(i, children.size())),
            children.end(), [&](const auto& node) { return node->key == wanted[i]->key; });
        if (from != children.end()) {
            const auto row = static_cast<int>(from - children.begin());
            beginMoveRows(above, row, row, above, static_cast<int>(i));
            std::rotate(children.begin() + static_cast<std::ptrdiff_t>(i), from, from + 1);
            renumber(i);
            endMoveRows();
            continue;
        }
        // All new ones in a row at once: a topic may come with thousands of partitions.
        std::size_t end = i + 1;
        if (i == children.size())
            end = wanted.size();
        beginInsertRows(above, static_cast<int>(i), static_cast<int>(end) - 1);
        for (std::size_t k = i; k < end; ++k) {
            wanted[k]->parent = &parent;
            children.insert(children.begin() + static_cast<std::ptrdiff_t>(k),
                            std::move(wanted[k]));
        }
        renumber(i);
        endInsertRows();
        i = end - 1;
    }
}

void SourceModel::set(const std::vector<SourceStatus>& sources, double seconds)
{
    Nodes wanted;
    std::unordered_set<std::string> names;
    for (const SourceStatus& source : sources) {
        if (!names.insert(source.name).second)
            continue;
        auto node = std::make_unique<Node>();
        node->key = source.name;
        node->name = plainText(source.name, 200);
        node->status = source;
        wanted.push_back(std::move(node));
    }
    m_sources.clear();
    names.clear();
    std::copy_if(sources.begin(), sources.end(), std::back_inserter(m_sources),
                 [&](const SourceStatus& source) { return names.insert(source.name).second; });
    arrange(*m_root, std::move(wanted));
    for (std::size_t i = 0; i < m_sources.size(); ++i)
        fill(*m_root->children[i], m_sources[i], seconds);
    tellChanged(*m_root);
}

namespace {

using GapCounts = std::map<std::pair<std::string, std::int32_t>, int>;

GapCounts countsOf(const std::vector<GapStatus>& gaps)
{
    GapCounts counts;
    for (const GapStatus& gap : gaps)
        ++counts[{gap.topic, gap.partition}];
    return counts;
}

} // namespace

/// Takes over what a status says of a source and of all below it.
void SourceModel::fill(Node& source, const SourceStatus& status, double seconds)
{
    const GapCounts gaps = countsOf(status.gaps);
    const auto nodeOf = [&](Level level, std::string key, const QString& name,
                            const std::string& topic) {
        auto node = std::make_unique<Node>();
        node->level = level;
        node->key = std::move(key);
        node->name = name;
        node->topic = topic;
        return node;
    };
    Nodes below;
    std::unordered_map<std::string, std::pair<Nodes, std::vector<const PositionStatus*>>> topics;
    std::vector<const PositionStatus*> direct;
    std::unordered_set<std::string> seen;
    for (const PositionStatus& position : status.positions) {
        if (!seen.insert(positionKey(position)).second)
            continue;
        if (position.partition < 0 || position.topic.empty()) {
            const std::string& name = position.topic.empty() ? position.path : position.topic;
            below.push_back(nodeOf(Level::Position, positionKey(position),
                                   name.empty() ? tr("all") : plainText(name, 300), position.topic));
            direct.push_back(&position);
            continue;
        }
        auto& [nodes, positions] = topics[position.topic];
        if (nodes.empty()) {
            below.push_back(nodeOf(Level::Topic, "topic " + position.topic,
                                   plainText(position.topic, 300), position.topic));
            direct.push_back(nullptr);
        }
        nodes.push_back(nodeOf(Level::Position, positionKey(position),
                               tr("partition %1").arg(position.partition), position.topic));
        positions.push_back(&position);
    }
    arrange(source, std::move(below));

    const auto fillPosition = [&](Node& node, const PositionStatus& position) {
        const bool isNew = node.rates.empty() && node.position.next == 0;
        if (!isNew && seconds > 0)
            node.addRate(std::max(0.0, static_cast<double>(position.next - node.position.next))
                         / seconds);
        node.position = position;
        node.isLagBytes = !position.path.empty();
        node.lag = position.end && *position.end >= position.next
            ? std::optional(static_cast<std::uint64_t>(*position.end - position.next))
            : std::nullopt;
        const auto found = gaps.find({position.topic, position.partition});
        node.gaps = found == gaps.end() ? 0 : found->second;
    };
    for (std::size_t i = 0; i < direct.size(); ++i) {
        Node& node = *source.children[i];
        if (direct[i] != nullptr) {
            fillPosition(node, *direct[i]);
            continue;
        }
        auto& [nodes, positions] = topics[node.topic];
        arrange(node, std::move(nodes));
        double rate = 0;
        bool isKnown = false;
        node.lag = 0;
        node.gaps = 0;
        for (std::size_t k = 0; k < positions.size(); ++k) {
            Node& child = *node.children[k];
            fillPosition(child, *positions[k]);
            rate += child.rates.empty() ? 0 : child.rates.back();
            isKnown = isKnown || !child.rates.empty();
            node.lag = node.lag && child.lag ? std::optional(*node.lag + *child.lag) : std::nullopt;
            node.gaps += child.gaps;
        }
        if (isKnown)
            node.addRate(rate);
    }
    source.status = status;
    source.addRate(status.eventsPerSecond);
    source.isLagBytes = !status.lag;
    source.lag = status.lag ? status.lag : bytesBehind(status);
    source.gaps = static_cast<int>(status.gaps.size());
}

void SourceModel::tellChanged(const Node& parent)
{
    if (parent.children.empty())
        return;
    const QModelIndex above = indexOf(parent);
    emit dataChanged(index(0, 0, above),
                     index(static_cast<int>(parent.children.size()) - 1, columnCountOf - 1, above));
    for (const auto& child : parent.children)
        tellChanged(*child);
}

SourceModel::Node* SourceModel::node(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex SourceModel::indexOf(const Node& node) const
{
    return &node == m_root.get() ? QModelIndex() : createIndex(node.row, 0, &node);
}

QModelIndex SourceModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, node(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex SourceModel::parent(const QModelIndex& child) const
{
    const Node* above = child.isValid() ? node(child)->parent : nullptr;
    return above == nullptr ? QModelIndex() : indexOf(*above);
}

int SourceModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent)->children.size());
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
    const Node* found = node(index);
    while (found->parent != m_root.get())
        found = found->parent;
    return &found->status;
}

QModelIndex SourceModel::indexOf(const std::string& name) const
{
    for (const auto& child : m_root->children) {
        if (child->key == name)
            return indexOf(*child);
    }
    return {};
}

std::string SourceModel::topic(const QModelIndex& index) const
{
    return index.isValid() ? node(index)->topic : std::string();
}

std::int32_t SourceModel::partition(const QModelIndex& index) const
{
    const PositionStatus* found = position(index);
    return found != nullptr ? found->partition : -1;
}

const PositionStatus* SourceModel::position(const QModelIndex& index) const
{
    return index.isValid() && node(index)->level == Level::Position ? &node(index)->position
                                                                     : nullptr;
}

QVariant SourceModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Node& found = *node(index);
    const SourceStatus& status = *source(index);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Kind && found.level == Level::Source)
            return plainText(status.kind, 40);
        return index.column() == Name ? QVariant(found.name) : QVariant(); // the rest is painted
    case StateRole:
        return static_cast<int>(status.state);
    case ErrorRole:
        return plainText(status.lastError, 600);
    case DroppedRole:
        return found.level == Level::Source ? QVariant(quint64{status.dropped}) : QVariant();
    case UndecodableRole:
        return found.level == Level::Source ? QVariant(quint64{status.undecodable}) : QVariant();
    default:
        return value(found, role);
    }
}

QVariant SourceModel::value(const Node& node, int role) const
{
    const bool isPosition = node.level == Level::Position;
    switch (role) {
    case LevelRole:
        return static_cast<int>(node.level);
    case RatesRole:
        return QVariant::fromValue(QList<double>(node.rates.begin(), node.rates.end()));
    case RateRole:
        return node.rates.empty() ? QVariant() : QVariant(node.rates.back());
    case IsBytesRole:
        return isPosition && !node.position.path.empty();
    case LagIsBytesRole:
        return node.isLagBytes;
    case LagRole:
        return node.lag ? QVariant(quint64{*node.lag}) : QVariant();
    case GapsRole:
        return node.gaps;
    case NextRole:
        return isPosition ? QVariant(qint64{node.position.next}) : QVariant();
    case EndRole:
        return isPosition && node.position.end ? QVariant(qint64{*node.position.end}) : QVariant();
    case CountRole:
        return static_cast<int>(node.children.size());
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
    case Gaps:
        return tr("gaps");
    case Undecodable:
        return tr("undecodable");
    default:
        return {};
    }
}

std::optional<std::uint64_t> bytesBehind(const SourceStatus& source)
{
    std::uint64_t bytes = 0;
    for (const PositionStatus& position : source.positions) {
        if (position.path.empty() || !position.end)
            return std::nullopt;
        bytes += static_cast<std::uint64_t>(std::max<std::int64_t>(0, *position.end - position.next));
    }
    return source.positions.empty() ? std::nullopt : std::optional(bytes);
}

} // namespace weir
