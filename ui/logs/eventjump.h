// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventline.h"
#include "ui/models/indexquestions.h"
#include "ui/pagecontext.h"

#include <QObject>

#include <optional>

namespace weir {

class ResultList;
class ResultRows;

/// Brings an event into the list and selects it: a link that was opened, a bookmark, one of a trace.
/// Sees to it that the range holds it and asks for the query to go when the event is no match.
/// Thread: GUI.
class EventJump final : public QObject
{
    Q_OBJECT

public:
    /// `rows` and `list` outlive it.
    EventJump(const PageContext& context, const ResultRows& rows, ResultList& list,
              QObject* parent = nullptr);

    /// `filter`: what the list shows now; may be null. failed() when the link leads nowhere.
    void open(const Permalink& link, const FilterPtr& filter);
    /// Once the list has another result, shows this event in it.
    void goTo(EventKey event);
    /// The result on the screen may be the one that was waited for.
    void settle();

signals:
    /// The list must ask for everything, at once.
    void everythingWanted();
    void failed(const QString& reason); ///< a sentence

private:
    void takeOver();

    const PageContext m_context;
    const ResultRows& m_rows;
    ResultList& m_list;
    std::optional<EventKey> m_waiting;

    // Last, so destroyed first: its thread calls this object.
    IndexQuestions<LinkedEvent> m_questions;
};

} // namespace weir
