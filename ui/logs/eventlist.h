// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventline.h"

#include <QListView>

class QSortFilterProxyModel;
class QTimeZone;

namespace weir {

class EventLines;
class Theme;

/// A few hundred events, one a line, with what was noted of them below: click, Enter or arrows choose
/// one. Painted text only. Thread: GUI.
class EventList final : public QListView
{
    Q_OBJECT

public:
    explicit EventList(Theme& theme, QWidget* parent = nullptr);

    /// The current event is marked, and the others stand around it.
    void setLines(std::vector<EventLine> lines, std::optional<EventSeq> current = {});
    /// In the place of as many from `first` on; what is marked stays.
    void replace(std::size_t first, std::vector<EventLine> lines);
    const std::vector<EventLine>& lines() const;
    /// Shows only lines with this text in them.
    void setFilter(const QString& text);
    /// Marks a line and brings it into view, without chosen().
    void mark(EventSeq seq);
    /// Another of the lines is the current event: it is marked and in view, and all stay in their places
    /// while it is seen.
    void setCurrent(EventSeq seq);
    const EventLine* marked() const;
    void setZone(const QTimeZone& zone); ///< of the times; UTC at first

signals:
    void chosen(const weir::EventLine& line);

private:
    void choose(const QModelIndex& index);

    EventLines* m_model;
    QSortFilterProxyModel* m_filtered;
};

} // namespace weir
