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
class TraceTimeline;

/// Everything with the trace id of an event, whatever the query: a timeline across services, and the
/// list below. Asks the index itself, and only while it is seen. Thread: GUI.
class TraceView final : public QWidget
{
    Q_OBJECT

public:
    /// `theme` outlives it.
    TraceView(std::filesystem::path index, Theme& theme, QWidget* parent = nullptr);

    /// Empty id: the event has none, which is said.
    void setEvent(EventKey event, const std::string& traceId);
    void setZone(const QTimeZone& zone); ///< of the times; UTC at first

signals:
    void eventWanted(const weir::EventLine& line);
    void queryWanted(const QString& query);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void ask();
    void takeOver();
    void say(const QString& text);

    Theme& m_theme;
    std::string m_traceId;
    std::string m_shownId; ///< what the lines are of
    EventKey m_event;
    PlainLabel* m_head;
    QPushButton* m_open;
    TraceTimeline* m_timeline;
    EventList* m_list;

    // Last, so destroyed first: its thread calls this object.
    IndexQuestions<TraceLines> m_questions;
};

} // namespace weir
