// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/findworker.h"

#include "ui/models/threadturns.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace weir {

namespace {

/// Short enough that a jump does not wait long for the count.
constexpr auto countingTurn = std::chrono::milliseconds(25);

std::shared_ptr<const ResultMap> shared(const ResultMap& map)
{
    return std::make_shared<const ResultMap>(map);
}

} // namespace

/// What the thread does, one bounded step at a time.
class FindWorker::Worker final
{
public:
    explicit Worker(FindWorker& owner)
        : m_owner(owner)
    {
    }

    void run(const std::stop_token& stop)
    {
        runBehind(nicenessOfRows);
        m_end = stop;
        const std::stop_callback endAll(stop, [this] {
            const std::lock_guard lock(m_owner.m_mutex);
            m_owner.m_jumpStop.request_stop();
            m_owner.m_findStop.request_stop();
        });
        while (!stop.stop_requested()) {
            Inbox inbox = take(stop);
            if (stop.stop_requested())
                return;
            handle(inbox);
        }
    }

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    bool isCounting() const { return m_scan && !m_scan->isComplete() && !m_error; }

    /// Waits only when there is nothing left to count and to look at.
    Inbox take(const std::stop_token& stop)
    {
        std::unique_lock lock(m_owner.m_mutex);
        if (!isCounting() && !isLookingAtRows())
            m_owner.m_wanted.wait(lock, stop, [this] { return !m_owner.m_inbox.isEmpty(); });
        m_owner.m_isAsked = false;
        return std::exchange(m_owner.m_inbox, {});
    }

    /// A turn of counting goes on.
    bool hasTime(SteadyTime end) const
    {
        return !m_owner.m_isAsked && std::chrono::steady_clock::now() < end;
    }

    template<typename T>
    void deliver(std::optional<T> Outbox::*place, T content)
    {
        {
            const std::lock_guard lock(m_owner.m_mutex);
            m_owner.m_outbox.*place = std::move(content);
        }
        m_owner.m_changed();
    }

    Result<Done> openReader()
    {
        if (m_reader)
            return Done{};
        auto reader = IndexReader::open(m_owner.m_index);
        if (!reader)
            return reader.error();
        m_reader = std::move(*reader);
        return Done{};
    }

    void handle(const Inbox& inbox)
    {
        if (inbox.jump && !inbox.jumpStop.stop_requested()) {
            JumpAnswer answer = jump(*inbox.jump, inbox.jumpStop);
            answer.ticket = inbox.jumpTicket;
            if (!inbox.jumpStop.stop_requested())
                deliver(&Outbox::jump, std::move(answer));
        }
        if (inbox.endsFind) {
            m_scan.reset();
            m_notableView.reset();
        }
        if (inbox.find)
            begin(*inbox.find, inbox.findTicket, inbox.findStop);
        if (inbox.place) {
            m_placeOf = inbox.place;
            m_place.reset();
        }
        if (inbox.ceiling)
            m_ceiling = std::max(m_ceiling, *inbox.ceiling);
        if (isCounting())
            countOn();
        if (m_scan && m_scan->isComplete() && !m_error && goOn())
            publish();
        if (inbox.notable) {
            m_notableView = inbox.notable;
            m_notableFound = inbox.notableFound;
        }
        if (isLookingAtRows())
            lookAtRows();
    }

    JumpAnswer jump(const JumpRequest& request, const std::stop_token& stop)
    {
        JumpAnswer answer;
        const auto fail = [&answer](const Error& error) {
            answer.error = error;
            return answer;
        };
        if (const auto opened = openReader(); !opened)
            return fail(opened.error());
        auto found = nextMatch(*m_reader, request.view, request.from, request.direction, stop);
        if (found && !*found && request.orOther) {
            const auto other =
                request.direction == Direction::Newer ? Direction::Older : Direction::Newer;
            found = nextMatch(*m_reader, request.view, request.from, other, stop);
        }
        if (!found)
            return fail(found.error());
        answer.key = *found;
        return answer;
    }

    void begin(const View& view, Ticket ticket, std::stop_token stop)
    {
        m_ticket = ticket;
        m_findStop = std::move(stop);
        m_error.reset();
        m_place.reset();
        m_ceiling = view.ceiling;
        m_scan.reset();
        if (const auto opened = openReader(); !opened)
            return fails(opened.error());
        m_scan = std::make_unique<ViewScan>(*m_reader, view);
        if (const auto begun = m_scan->begin(); !begun)
            return fails(begun.error());
        m_isTold = false;
    }

    void fails(Error error)
    {
        m_error = std::move(error);
        publish();
    }

    void countOn()
    {
        const auto end = std::chrono::steady_clock::now() + countingTurn;
        while (!m_scan->isComplete() && hasTime(end)) {
            if (const auto stepped = m_scan->step(); !stepped)
                return fails(stepped.error());
        }
        if (!m_scan->isComplete())
            publish();
    }

    /// What is left once all is counted: what is new, the place of an event. False: nothing was.
    bool goOn()
    {
        bool changed = !std::exchange(m_isTold, true);
        if (m_ceiling > m_scan->view().ceiling) {
            if (const auto extended = m_scan->extendTo(m_ceiling, m_findStop); !extended) {
                fails(extended.error());
                return false;
            }
            if (m_findStop.stop_requested()) {
                m_scan.reset();
                return false;
            }
            m_place.reset(); // what came late may lie before it
            changed = true;
        }
        if (m_placeOf && !m_place) {
            const auto after =
                matchesAfter(*m_reader, m_scan->view(), m_scan->matches(), *m_placeOf);
            if (after) {
                m_place = m_scan->matches().total() - std::min(*after, m_scan->matches().total());
                changed = true;
            }
        }
        return changed;
    }

    void publish()
    {
        FoundMatches found;
        found.ticket = m_ticket;
        found.error = m_error;
        if (m_scan) {
            found.matches = shared(m_scan->matches());
            found.isComplete = m_scan->isComplete();
            found.place = m_place;
        }
        deliver(&Outbox::found, std::move(found));
    }

    /// The rows of a view and the scan that finds them; kept, so that following costs what is new.
    struct Rows
    {
        std::vector<NotableRows::Row> rows; ///< as they are found, not in order
        std::unique_ptr<ViewScan> scan; ///< fills them
    };

    bool isLookingAtRows() const { return m_notableView.has_value(); }

    std::unique_ptr<Rows> startRows(const View& view)
    {
        WantedColumns severities;
        severities.everything = false;
        severities.severities = true;
        auto rows = std::make_unique<Rows>();
        rows->scan = std::make_unique<ViewScan>(
            *m_reader, view,
            [&found = rows->rows](const StoredBatch& stored,
                                  const std::vector<std::uint32_t>& matches) {
                for (const std::uint32_t row : matches)
                    found.push_back({stored.key(row), 0, classOf(stored.batch->severity(row))});
            },
            severities);
        return rows->scan->begin() ? std::move(rows) : nullptr;
    }

    enum class Progress { MoreToDo, Done, Failed };

    /// Until all rows of the view are there or time is up.
    Progress collect(std::unique_ptr<Rows>& rows, const View& view, SteadyTime end)
    {
        const bool goesOn = rows && rows->scan->view().filter == view.filter
            && rows->scan->view().range == view.range
            && rows->scan->view().ceiling <= view.ceiling;
        if (!goesOn)
            rows = startRows(view);
        if (!rows)
            return Progress::Failed;
        ViewScan& scan = *rows->scan;
        bool isRead = true;
        while (isRead && !scan.isComplete() && hasTime(end))
            isRead = bool(scan.step());
        if (isRead && !scan.isComplete())
            return Progress::MoreToDo;
        if (isRead && scan.view().ceiling < view.ceiling)
            isRead = bool(scan.extendTo(view.ceiling, m_end)) && !m_end.stop_requested();
        if (isRead)
            return Progress::Done;
        rows.reset();
        return Progress::Failed;
    }

    /// A turn of it, so that nobody waits for all of it.
    void lookAtRows()
    {
        const auto end = std::chrono::steady_clock::now() + countingTurn;
        const View view = *m_notableView;
        Progress progress = openReader() ? collect(m_rows, view, end) : Progress::Failed;
        if (!m_notableFound)
            m_hits.reset();
        else if (progress == Progress::Done)
            progress = collect(m_hits, {m_notableFound, view.range, view.ceiling}, end);
        if (progress == Progress::MoreToDo)
            return;
        m_notableView.reset();
        if (progress == Progress::Done)
            deliver(&Outbox::notable, notableRows(view.ceiling));
    }

    NotableRows notableRows(EventSeq ceiling)
    {
        const auto byKey = [](const auto& a, const auto& b) {
            return a.key < b.key;
        };
        auto& all = m_rows->rows;
        std::sort(all.begin(), all.end(), byKey);
        std::vector<NotableRows::Row> hits;
        if (m_notableFound) {
            hits = m_hits->rows;
            std::sort(hits.begin(), hits.end(), byKey);
        }
        NotableRows notable{ceiling, all.size(), {}};
        auto hit = hits.begin();
        for (std::size_t i = 0; i < all.size(); ++i) {
            while (hit != hits.end() && hit->key < all[i].key)
                ++hit;
            const bool isFound = hit != hits.end() && hit->key == all[i].key;
            if (all[i].severity >= SeverityClass::Warn || isFound)
                notable.rows.push_back({all[i].key, i, all[i].severity, isFound});
        }
        return notable;
    }

    FindWorker& m_owner;
    std::unique_ptr<IndexReader> m_reader;
    std::unique_ptr<ViewScan> m_scan; ///< after its reader, so destroyed before it
    std::stop_token m_end; ///< of the thread
    Ticket m_ticket{};
    std::stop_token m_findStop; ///< of m_scan: another question, or none
    EventSeq m_ceiling{};
    std::optional<EventKey> m_placeOf;
    std::optional<std::uint64_t> m_place;
    std::optional<Error> m_error;
    bool m_isTold = false; ///< that all is counted
    std::optional<View> m_notableView; ///< whose rows are still to be looked at
    FilterPtr m_notableFound;
    std::unique_ptr<Rows> m_rows; ///< of the view
    std::unique_ptr<Rows> m_hits; ///< of what is found in it
};

FindWorker::FindWorker(std::filesystem::path index, std::function<void()> changed)
    : m_index(std::move(index))
    , m_changed(std::move(changed))
    , m_thread([this](const std::stop_token& stop) { Worker(*this).run(stop); })
{
}

FindWorker::~FindWorker() = default;

Ticket FindWorker::jump(JumpRequest request)
{
    const std::lock_guard lock(m_mutex);
    m_jumpStop.request_stop();
    m_jumpStop = {};
    m_inbox.jump = std::move(request);
    m_isAsked = true;
    m_inbox.jumpTicket = m_jumps.ask();
    m_inbox.jumpStop = m_jumpStop.get_token();
    m_outbox.jump.reset();
    m_wanted.notify_one();
    return m_inbox.jumpTicket;
}

void FindWorker::cancelJump()
{
    const std::lock_guard lock(m_mutex);
    m_jumpStop.request_stop();
    m_inbox.jump.reset();
    m_outbox.jump.reset();
}

Ticket FindWorker::find(View view)
{
    const std::lock_guard lock(m_mutex);
    m_findStop.request_stop();
    m_findStop = {};
    m_inbox.find = std::move(view);
    m_isAsked = true;
    m_inbox.findTicket = m_finds.ask();
    m_inbox.findStop = m_findStop.get_token();
    m_inbox.ceiling.reset();
    m_outbox.found.reset();
    m_wanted.notify_one();
    return m_inbox.findTicket;
}

void FindWorker::follow(EventSeq ceiling)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.ceiling = ceiling;
    m_wanted.notify_one();
}

void FindWorker::endFind()
{
    const std::lock_guard lock(m_mutex);
    m_findStop.request_stop();
    m_inbox.find.reset();
    m_inbox.notable.reset();
    m_inbox.endsFind = true;
    m_isAsked = true;
    m_outbox.found.reset();
    m_wanted.notify_one();
}

void FindWorker::place(EventKey key)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.place = key;
    m_wanted.notify_one();
}

void FindWorker::findNotable(View view, FilterPtr found)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.notable = std::move(view);
    m_inbox.notableFound = std::move(found);
    m_wanted.notify_one();
}

std::optional<JumpAnswer> FindWorker::takeJump()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.jump, {});
}

std::optional<FoundMatches> FindWorker::takeFound()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.found, {});
}

std::optional<NotableRows> FindWorker::takeNotable()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.notable, {});
}

Result<FilterPtr> bothOf(const Expr& one, const Expr& other)
{
    if (one.kind == Expr::Kind::Everything)
        return Filter::compile(other);
    if (other.kind == Expr::Kind::Everything)
        return Filter::compile(one);
    Expr both;
    both.kind = Expr::Kind::And;
    both.children = {one, other};
    return Filter::compile(both);
}

} // namespace weir
