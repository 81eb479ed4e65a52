// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventline.h"

#include <QAbstractListModel>
#include <QTimeZone>

#include <optional>

namespace weir {

/// Some events as a list model, for views of a few hundred rows. Thread: GUI.
class EventLines final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setLines(std::vector<EventLine> lines, std::optional<EventSeq> current = {});
    void setCurrent(std::optional<EventSeq> current);
    /// In which times are written; UTC at first.
    void setZone(const QTimeZone& zone);
    const QTimeZone& zone() const { return m_zone; }
    /// In the place of as many from `first` on, which are there.
    void replace(std::size_t first, std::vector<EventLine> lines);
    const std::vector<EventLine>& lines() const { return m_lines; }
    const EventLine& line(const QModelIndex& index) const
    {
        return m_lines[static_cast<std::size_t>(index.row())];
    }
    /// The event all the others are shown for: the row is marked.
    bool isCurrent(const QModelIndex& index) const { return line(index).key.seq == m_current; }
    /// Invalid when it is not among them.
    QModelIndex indexOf(EventSeq seq) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    /// The whole row as one text, for search, copying and screen readers.
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void allChanged();

    std::vector<EventLine> m_lines;
    std::optional<EventSeq> m_current;
    QTimeZone m_zone = QTimeZone::utc();
};

/// `12:04:51.120 ERROR payments card declined`, as clocks of the zone have it.
QString lineText(const EventLine& line, const QTimeZone& zone);

} // namespace weir
