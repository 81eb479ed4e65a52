// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/jsondocument.h"

#include <QAbstractItemModel>

namespace weir {

/// A JsonDocument for a QTreeView, two columns: name and value. Texts are made when they are asked
/// for, so opening a branch of many thousands costs what is seen of it. Thread: GUI.
class JsonTree final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Value, ColumnCount };
    /// JsonDocument::Kind as int; whether the text is a hint about what was left out.
    enum Role { KindRole = Qt::UserRole, IsHintRole };

    using QAbstractItemModel::QAbstractItemModel;

    /// Null: nothing.
    void setDocument(JsonDocumentPtr document);
    const JsonDocument* document() const { return m_document.get(); }
    /// Null for the row that says what was left out.
    const JsonDocument::Node* node(const QModelIndex& index) const;
    std::string path(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::uint32_t idOf(const QModelIndex& parent) const;
    QString valueText(const JsonDocument::Node& node) const;

    JsonDocumentPtr m_document;
};

} // namespace weir
