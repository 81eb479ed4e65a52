// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resultrows.h"

#include <algorithm>
#include <deque>
#include <map>
#include <vector>

namespace weir::test {

/// Events in memory and the answers LogFeed would give about them: what a test of the log list needs in
/// place of an index. Every third event matches the narrow question.
class ListedEvents final
{
public:
    struct Event
    {
        EventKey key;
        bool isNarrow = false;
    };

    enum class Rows { OneLine, AnyHeight };
    explicit ListedEvents(Rows rows)
        : m_kindOfRows(rows)
    {
    }

    /// `count` more, one a hundredth of a second, each later than all before.
    void append(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i)
            add(m_time += 10'000'000);
    }
    /// One that comes now and belongs `back` events ago.
    void appendLate(std::size_t back)
    {
        const auto steps = static_cast<std::int64_t>(back) * 10'000'000;
        add(std::max<std::int64_t>(m_retiredBefore * 1'000'000'000, m_time - steps) + 5);
    }
    /// Removes what happened before a second, as if a slice of the index had gone.
    void retire(std::int64_t seconds)
    {
        m_retiredBefore = std::min(m_retiredBefore + seconds, m_time / 1'000'000'000);
    }

    void ask(bool narrow)
    {
        m_isNarrow = narrow;
        ++m_ticket;
    }
    Ticket ticket() const { return Ticket{m_ticket}; }

    /// All there is; or, as while counting, only its newest half.
    LogSnapshot snapshot(bool isComplete) const
    {
        LogSnapshot snapshot;
        snapshot.ticket = ticket();
        snapshot.view.ceiling = EventSeq{m_seq};
        snapshot.isComplete = isComplete;
        const auto events = matching(snapshot, false);
        auto map = std::make_shared<ResultMap>();
        for (std::size_t i = isComplete ? 0 : events.size() / 2; i < events.size(); ++i)
            map->add(secondOf(events[i]), SeverityClass::Info, 1);
        snapshot.matches = map;
        snapshot.all = map;
        const std::size_t newest = std::min<std::size_t>(events.size(), 60);
        for (auto event = events.end() - static_cast<std::ptrdiff_t>(newest); event != events.end();
             ++event)
            snapshot.newest.push_back(rowOf(*event));
        m_questions[m_ticket] = m_isNarrow;
        return snapshot;
    }

    RowsAnswer answer(const RowsRequest& request) const
    {
        const LogSnapshot& of = request.snapshot;
        const auto events = matching(of, true);
        const std::uint64_t total = of.matches->total();
        RowsAnswer answer;
        answer.ticket = of.ticket;
        answer.ceiling = of.view.ceiling;
        answer.total = total;
        answer.asked = request.count;
        answer.fromEnd = request.fromEnd;
        answer.around = request.around;
        if (total == 0)
            return answer;
        if (request.around) {
            const auto newer = static_cast<std::uint64_t>(
                std::count_if(events.begin(), events.end(), [&](const Event& event) {
                    return event.key >= *request.around;
                }));
            answer.aroundFromEnd = std::min(total, std::max<std::uint64_t>(newer, 1)) - 1;
            answer.fromEnd = answer.aroundFromEnd / request.count * request.count;
        }
        const std::uint64_t size = events.size();
        for (std::uint64_t i = 0; i < size; ++i) {
            const std::uint64_t fromEnd = size - 1 - i;
            const Event& event = events[static_cast<std::size_t>(i)];
            if (fromEnd < answer.fromEnd || fromEnd >= answer.fromEnd + request.count
                || fromEnd >= total || isRetired(event))
                continue;
            answer.rows.push_back(rowOf(event));
            answer.fromEnds.push_back(fromEnd);
        }
        return answer;
    }

    /// The matches of a snapshot from the oldest on, with what has been retired since.
    std::vector<Event> matching(const LogSnapshot& of, bool retired) const
    {
        const auto asked = m_questions.find(static_cast<std::uint64_t>(of.ticket));
        const bool narrow = asked != m_questions.end() ? asked->second : m_isNarrow;
        std::vector<Event> events;
        for (const auto& [key, isNarrow] : m_events) {
            const Event event{key, isNarrow};
            if (key.seq <= of.view.ceiling && (!narrow || isNarrow)
                && (retired || !isRetired(event)))
                events.push_back(event);
        }
        if (retired) {
            // Not what had gone when it was counted.
            const std::uint64_t total = of.matches->total();
            if (of.isComplete && events.size() > total)
                events.erase(events.begin(),
                             events.end() - static_cast<std::ptrdiff_t>(total));
        }
        return events;
    }
    bool isRetired(const Event& event) const { return secondOf(event) < m_retiredBefore; }

private:
    void add(std::int64_t nanoseconds)
    {
        ++m_seq;
        m_events[{timePointOf(nanoseconds), EventSeq{m_seq}}] = m_seq % 3 == 0;
    }
    static std::int64_t secondOf(const Event& event)
    {
        return nanosecondsOf(event.key.time) / 1'000'000'000;
    }
    /// Some of one line, some of several, some longer than any list is wide.
    LogRow rowOf(const Event& event) const
    {
        const std::uint64_t seq = number(event.key.seq);
        QString text = QString::number(seq);
        const bool isHigh = m_kindOfRows == Rows::AnyHeight;
        if (isHigh && seq % 7 == 0)
            text += QStringLiteral("\nsecond\nthird");
        if (isHigh && seq % 5 == 0)
            text += QString(150, QLatin1Char('x'));
        LogRow row;
        row.key = event.key;
        row.cells = {{}, {}, {}, {text, {}}};
        return row;
    }

    const Rows m_kindOfRows;
    std::map<EventKey, bool> m_events; ///< whether narrow
    std::int64_t m_time = 1'000'000'000;
    std::uint64_t m_seq = 0;
    std::int64_t m_retiredBefore = 0; ///< second
    bool m_isNarrow = false;
    std::uint64_t m_ticket = 1;
    mutable std::map<std::uint64_t, bool> m_questions; ///< of each ticket, whether narrow
};

} // namespace weir::test
