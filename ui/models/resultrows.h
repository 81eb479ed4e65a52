// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/logsnapshot.h"

#include <QObject>

#include <optional>
#include <unordered_map>
#include <vector>

namespace weir {

/// What the log list shows: the rows of one snapshot, whole and of any number, of which some are
/// loaded. Follows (each new snapshot is shown) or is paused (the shown one stays, newer ones only
/// count).
///
/// Rows are named by their distance from the newest match, 0 the newest: older matches that are
/// still being counted, and old ones that leave a live range, come and go at the far end, so
/// nothing that is being read moves. Row numbers from the top are the list's business.
///
/// Thread: GUI. Knows no widget.
class ResultRows final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResultRows)

public:
    using QObject::QObject;

    /// A new question: what is shown stays (greyed by the list) until the first answer to it.
    void expect(Ticket ticket);
    /// Shown at once while following or when it is the first answer to the newest question.
    void setSnapshot(LogSnapshot snapshot);
    /// While on, a first answer without a match is kept back as long as there is something to look at:
    /// who is in the middle of a word goes on looking at what they have looked at last, not at what half
    /// of the word may have found by chance. Off: it is shown.
    void setHoldingEmpty(bool holds);
    /// Somebody looks at the result that is shown: it is what is shown again, as it was when another
    /// took its place.
    void setLookedAt();
    /// What was looked at is not shown again.
    void forgetLookedAt();
    /// The answer to the newest question is kept back.
    bool isHeld() const { return m_keptBack && m_keptBack->ticket == m_expected; }
    void addRows(RowsAnswer answer);
    /// What rows are to be made with: those of another form stay until wanted() has brought the new.
    void setForm(RowFormPtr form);
    const RowFormPtr& form() const { return m_form; }

    bool isPaused() const { return m_isPaused; }
    void setPaused(bool paused);

    /// Matches of the shown snapshot that are not older than `oldest()`.
    std::uint64_t count() const;
    /// Of newer snapshots than the shown one: "1,204 new".
    std::uint64_t newCount() const;
    /// Rows before this time are not part of a live range (any more).
    void setOldest(TimePoint time);

    const LogSnapshot& shown() const { return m_shown; }
    /// The newest known, shown or not.
    const LogSnapshot& newest() const { return m_pending ? *m_pending : m_shown; }
    /// False between a question and the moment when its first answer is shown.
    bool isCurrent() const { return m_shown.ticket == m_expected; }
    /// The newest question has an answer, shown or kept back.
    bool isAnswered() const { return isCurrent() || isHeld(); }
    /// What was answered last, shown or kept back: what is to be said of a question.
    const LogSnapshot& answer() const { return m_keptBack ? *m_keptBack : m_shown; }

    /// Null while it is not loaded. Precondition: fromEnd < count(). The pointer lives until the
    /// next call of a non-const function.
    const LogRow* row(std::uint64_t fromEnd) const;
    /// Loaded, but there was no event any more.
    bool isRetired(std::uint64_t fromEnd) const;
    std::optional<std::uint64_t> find(EventKey key) const;

    /// Pages of [first, last] that are neither loaded nor asked for; marks them as asked for. What was
    /// asked for so long ago that the feed has given it up is asked for again.
    std::vector<RowsRequest> wanted(std::uint64_t first, std::uint64_t last);
    /// Asks where an event is, and for the rows around it; located() answers. It need not be a match.
    RowsRequest wantedAround(EventKey key);
    /// About where an event of this time is: to within what a bucket of the count holds.
    std::uint64_t estimate(TimePoint time) const;
    /// Whether counting has got as far back as this.
    bool isCounted(TimePoint time) const;

signals:
    /// Other rows, or more of them.
    void changed();
    /// What is shown is of an older question from now on.
    void asked();
    void pausedChanged(bool paused);
    /// Comes before changed(): the event, or the match next to it, is at this distance from the newest.
    void located(weir::EventKey key, quint64 fromEnd);

private:
    using Counts = std::shared_ptr<const ResultMap>;
    struct Page
    {
        bool isLoaded = false;
        std::uint64_t askedAt = 0; ///< number of the request
        RowFormPtr form = nullptr; ///< of the rows that are loaded
        Counts counts; ///< that the request was made with
        std::vector<std::optional<LogRow>> rows; ///< newest first; nothing where it was retired
    };
    static constexpr std::uint64_t pageRows = 128;
    static constexpr std::size_t maxPages = 64;
    /// So many requests later one that has not been answered never will be: LogFeed keeps as many.
    static constexpr std::uint64_t requestsKept = 8;

    /// A result that was looked at, while another is shown.
    struct Earlier
    {
        LogSnapshot snapshot;
        std::unordered_map<std::uint64_t, Page> pages;
        TimePoint loadedFrom = TimePoint::max();
    };

    void show(LogSnapshot snapshot);
    bool hasSomethingToHold() const;
    void showEarlier();
    void dropFarPages(std::uint64_t page);
    void dropPages();
    RowsRequest ask(std::uint64_t page);
    /// What is under way will not come, or is not what is wanted: it may be asked for again.
    void forgetAsked();
    /// Loaded as wanted, or asked for not long ago.
    bool isOnItsWay(const Page& page) const;
    /// Whether the newest rows that came with the snapshot are of the form that is wanted.
    bool isNewestOfForm() const { return m_shown.form == m_form; }
    void fill(Page& page, std::uint64_t number, RowsAnswer& answer);

    LogSnapshot m_shown;
    std::optional<LogSnapshot> m_pending;
    std::optional<LogSnapshot> m_keptBack; ///< has no match; newer than what is shown
    bool m_holdsEmpty = false;
    std::optional<Ticket> m_lookedAt; ///< of the result, whether it is shown or not
    std::optional<Earlier> m_earlier; ///< it is not
    Ticket m_expected{};
    RowFormPtr m_form = usualRowForm();
    bool m_isPaused = false;
    TimePoint m_oldest = TimePoint::min();
    std::uint64_t m_tooOld = 0; ///< rows of the shown snapshot before m_oldest
    std::unordered_map<std::uint64_t, Page> m_pages; ///< by fromEnd / pageRows
    std::uint64_t m_requests = 0;
    Counts m_aroundCounts; ///< that the newest wantedAround() was made with
    /// Of the oldest row that is loaded: while counting changes nothing down to it, all pages are
    /// numbered as they were.
    TimePoint m_loadedFrom = TimePoint::max();
};

} // namespace weir
