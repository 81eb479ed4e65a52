// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/eventjump.h"

#include "ui/logs/resultlist.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/models/visiblerange.h"

namespace weir {

namespace {

/// What is shown on either side of an event that the range did not hold.
constexpr Nanoseconds room = std::chrono::minutes(5);

} // namespace

EventJump::EventJump(const PageContext& context, const ResultRows& rows, ResultList& list,
                     QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_rows(rows)
    , m_list(list)
    , m_questions(context.index, [this] {
        QMetaObject::invokeMethod(this, &EventJump::takeOver, Qt::QueuedConnection);
    })
{
}

void EventJump::open(const Permalink& link, const FilterPtr& filter)
{
    m_questions.ask([link, filter](IndexReader& reader, const std::stop_token& stop) {
        return findLinked(reader, link, filter, stop);
    });
}

void EventJump::takeOver()
{
    const auto answer = m_questions.take();
    if (!answer)
        return;
    if (!*answer) {
        const Error& error = answer->error();
        emit failed(error.code == Error::Code::NotFound
                        ? tr("The event of this link is not in the index: retention has removed it, "
                             "or it was never collected here.")
                        : plainText(error.text(), 300));
        return;
    }
    if (!(*answer)->isMatch)
        emit everythingWanted();
    goTo((*answer)->key);
}

void EventJump::goTo(EventKey event)
{
    VisibleRange& range = m_context.range;
    if (!range.queried().contains(event.time)) {
        // Not before or after what a time can be.
        const TimePoint from =
            event.time < TimePoint::min() + room ? TimePoint::min() : event.time - room;
        const TimePoint to =
            event.time > TimePoint::max() - room ? TimePoint::max() : event.time + room;
        range.setFixed({from, to});
    }
    m_waiting = event;
    m_context.frames.request();
}

void EventJump::settle()
{
    if (!m_waiting || !m_rows.isCurrent())
        return;
    const EventKey event = *m_waiting;
    m_waiting.reset();
    m_list.scrollTo(event);
}

} // namespace weir
