// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/jsontree.h"

#include "ui/models/format.h"

namespace weir {

namespace {

constexpr qsizetype shownCharacters = 1000;
/// In an index: of the row below the children that says that there are more. The id is the parent's.
constexpr quintptr hintBit = quintptr{1} << 31U;

} // namespace

void JsonTree::setDocument(JsonDocumentPtr document)
{
    beginResetModel();
    m_document = std::move(document);
    endResetModel();
}

std::uint32_t JsonTree::idOf(const QModelIndex& parent) const
{
    return parent.isValid() ? static_cast<std::uint32_t>(parent.internalId() & ~hintBit) : 0;
}

const JsonDocument::Node* JsonTree::node(const QModelIndex& index) const
{
    if (!m_document || !index.isValid() || (index.internalId() & hintBit) != 0)
        return nullptr;
    return &m_document->node(idOf(index));
}

std::string JsonTree::path(const QModelIndex& index) const
{
    return node(index) == nullptr ? std::string() : m_document->path(idOf(index));
}

QModelIndex JsonTree::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const auto& of = m_document->node(idOf(parent));
    const auto place = static_cast<std::size_t>(row);
    if (place == of.children.size())
        return createIndex(row, column, idOf(parent) | hintBit);
    return createIndex(row, column, quintptr{of.children[place]});
}

QModelIndex JsonTree::parent(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    const bool isHint = (index.internalId() & hintBit) != 0;
    const std::uint32_t id = idOf(index);
    const std::uint32_t parent = isHint ? id : m_document->node(id).parent;
    if (parent == 0)
        return {};
    return createIndex(static_cast<int>(m_document->node(parent).row), 0, quintptr{parent});
}

int JsonTree::rowCount(const QModelIndex& parent) const
{
    if (!m_document || parent.column() > 0
        || (parent.isValid() && (parent.internalId() & hintBit) != 0))
        return 0;
    const auto& of = m_document->node(idOf(parent));
    return static_cast<int>(of.children.size()) + (of.isCut ? 1 : 0);
}

int JsonTree::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString JsonTree::valueText(const JsonDocument::Node& node) const
{
    switch (node.kind) {
    case JsonDocument::Kind::Object:
        return QStringLiteral("{%1}").arg(node.children.size());
    case JsonDocument::Kind::Array:
        return QStringLiteral("[%1]").arg(node.children.size());
    case JsonDocument::Kind::String:
        return QLatin1Char('"') + plainText(node.value, shownCharacters) + QLatin1Char('"');
    default:
        return plainText(node.value, shownCharacters);
    }
}

QVariant JsonTree::data(const QModelIndex& index, int role) const
{
    const JsonDocument::Node* const at = node(index);
    if (role == IsHintRole)
        return at == nullptr;
    if (role == KindRole)
        return at == nullptr ? QVariant() : static_cast<int>(at->kind);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    if (at == nullptr)
        return index.column() == Name ? tr("… more than can be shown as a tree") : QString();
    if (index.column() == Value)
        return valueText(*at);
    if (m_document->node(at->parent).kind == JsonDocument::Kind::Array)
        return QString::number(at->row);
    return plainText(at->name, 200);
}

} // namespace weir
