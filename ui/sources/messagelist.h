// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/sourceprobelines.h"

#include <QStandardItemModel>
#include <QTreeView>

namespace weir {

class Theme;

/// Messages that a child has fetched and that are in no index: place, format, beginning. A message
/// opens to what it was not taken for and why. Painted plain text only. Thread: GUI.
class MessageList final : public QTreeView
{
    Q_OBJECT

public:
    explicit MessageList(const Theme& theme, QWidget* parent = nullptr);

    void clear();
    void add(const ProbeMessage& message);
    int count() const { return m_model.rowCount(); }

private:
    void dress();

    const Theme& m_theme;
    QStandardItemModel m_model;
};

} // namespace weir
