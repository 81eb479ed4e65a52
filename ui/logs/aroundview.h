// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventline.h"
#include "ui/models/indexquestions.h"

#include <QWidget>

class QPushButton;
class QTimeZone;

namespace weir {

class EventList;
class PlainLabel;
class Theme;

/// What came from the same source before and after an event, in the order of arrival and without any
/// filter. Asks the index itself, and only while it is seen. Thread: GUI.
class AroundView final : public QWidget
{
    Q_OBJECT

public:
    AroundView(std::filesystem::path index, Theme& theme, QWidget* parent = nullptr);

    void setEvent(EventKey event, const std::string& source);
    void setZone(const QTimeZone& zone); ///< of the times; UTC at first

signals:
    void eventWanted(const weir::EventLine& line);
    /// The list with everything of the source around the event, which stays selected.
    void queryWanted(const QString& query, weir::EventKey event);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void ask();
    void takeOver();

    std::string m_source;
    EventKey m_event;
    std::size_t m_count;
    std::optional<EventSeq> m_shown; ///< what the lines stand around
    PlainLabel* m_head;
    QPushButton* m_more;
    QPushButton* m_open;
    EventList* m_list;

    // Last, so destroyed first: its thread calls this object.
    IndexQuestions<std::vector<EventLine>> m_questions;
};

} // namespace weir
