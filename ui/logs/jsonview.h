// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/jsondocument.h"

#include <QTreeView>

namespace weir {

class JsonTree;
class Theme;

/// A JSON payload as a tree that opens and closes; a menu, and the keys + and -, filter
/// by a value; the menu copies paths and values.
/// Thread: GUI.
class JsonView final : public QTreeView
{
    Q_OBJECT

public:
    explicit JsonView(Theme& theme, QWidget* parent = nullptr);

    void setDocument(JsonDocumentPtr document);

signals:
    void copyWanted(const QString& text);
    /// `path` as the field would be called, and what it is.
    void conditionWanted(const QString& path, const QString& value, bool exclude);

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString valueOf(const QModelIndex& index) const;
    bool canAsk(const QModelIndex& index) const;
    void ask(const QModelIndex& index, bool exclude);
    void openSome();

    JsonTree* m_tree;
};

} // namespace weir
