// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/nextmatch.h"
#include "ui/models/latest.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace weir {

/// Where the list is to go: the event next to a key that the list shows and that is wanted besides.
struct JumpRequest
{
    View view; ///< its filter is that of the list and what is looked for, both in one
    EventKey from;
    Direction direction = Direction::Newer;
    bool orOther = false; ///< where there is none in that direction, the next in the other one
};

struct JumpAnswer
{
    Ticket ticket{};
    std::optional<EventKey> key; ///< nothing: there is none
    std::optional<Error> error;
};

/// What a search without filtering has found so far.
struct FoundMatches
{
    Ticket ticket{};
    std::shared_ptr<const ResultMap> matches = std::make_shared<ResultMap>(); ///< never null
    bool isComplete = false;
    /// The event that place() named, as the how-manieth from the oldest; once all are counted.
    std::optional<std::uint64_t> place;
    std::optional<Error> error;
};

/// The rows of a result that is small enough to look at each: those that are warnings or worse, or
/// found.
struct NotableRows
{
    struct Row
    {
        EventKey key;
        std::uint64_t number = 0; ///< from the oldest
        SeverityClass severity{};
        bool isFound = false;
    };
    EventSeq ceiling{};
    std::uint64_t total = 0;
    std::vector<Row> rows; ///< ascending
};

/// Finds single events and counts what a search finds, with an index reader of its own, so that the
/// list never waits for it.
///
/// Thread safety: every function from the GUI thread; `changed` is called in the worker's thread and
/// must not block. The worker has ended when the destructor returns.
class FindWorker final
{
public:
    /// Results with more rows than this have too many to look at each.
    static constexpr std::uint64_t mostRowsLookedAt = 100'000;

    FindWorker(std::filesystem::path index, std::function<void()> changed);
    ~FindWorker();
    FindWorker(const FindWorker&) = delete;
    FindWorker& operator=(const FindWorker&) = delete;

    /// Ends the search for an earlier jump; only the newest is answered.
    Ticket jump(JumpRequest request);
    void cancelJump();

    /// Counts the matches of a view (its filter and what is looked for, both in one). What is being
    /// counted for an earlier one ends within a block.
    Ticket find(View view);
    /// The same question up to a higher ceiling.
    void follow(EventSeq ceiling);
    void endFind();
    /// Asks for FoundMatches::place of an event, which may be none of the matches: then it is the
    /// number of those before it.
    void place(EventKey key);

    /// `found`: as in find(); may be null. Precondition: the view has at most mostRowsLookedAt rows.
    void findNotable(View view, FilterPtr found);

    std::optional<JumpAnswer> takeJump();
    std::optional<FoundMatches> takeFound();
    std::optional<NotableRows> takeNotable();

private:
    class Worker;

    struct Inbox
    {
        std::optional<JumpRequest> jump;
        Ticket jumpTicket{};
        std::stop_token jumpStop;
        std::optional<View> find;
        Ticket findTicket{};
        std::stop_token findStop;
        std::optional<EventSeq> ceiling;
        bool endsFind = false;
        std::optional<EventKey> place;
        std::optional<View> notable;
        FilterPtr notableFound;

        bool isEmpty() const
        {
            return !jump && !find && !ceiling && !endsFind && !place && !notable;
        }
    };
    struct Outbox
    {
        std::optional<JumpAnswer> jump;
        std::optional<FoundMatches> found;
        std::optional<NotableRows> notable;
    };

    // Constant after construction.
    const std::filesystem::path m_index;
    const std::function<void()> m_changed;

    // GUI thread.
    Latest m_jumps;
    Latest m_finds;

    // Any thread.
    std::atomic<bool> m_isAsked = false; ///< the inbox has what must not wait for a count

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    std::stop_source m_jumpStop;
    std::stop_source m_findStop;
    Inbox m_inbox;
    Outbox m_outbox;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

/// A filter of two: what a view shows and what is looked for in it.
Result<FilterPtr> bothOf(const Expr& one, const Expr& other);

} // namespace weir
