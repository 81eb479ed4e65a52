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
    void addRows(RowsAnswer answer);

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
    /// False between a question and its first answer.
    bool isCurrent() const { return m_shown.ticket == m_expected; }

    /// Null while it is not loaded. Precondition: fromEnd < count(). The pointer lives until the
    /// next call of a non-const function.
    const LogRow* row(std::uint64_t fromEnd) const;
    /// Loaded, but there was no event any more.
    bool isRetired(std::uint64_t fromEnd) const;
    std::optional<std::uint64_t> find(EventKey key) const;

    /// Pages of [first, last] that are neither loaded nor asked for; marks them as asked for.
    std::vector<RowsRequest> wanted(std::uint64_t first, std::uint64_t last);

signals:
    /// Other rows, or more of them.
    void changed();
    void pausedChanged(bool paused);
    /// Comes before changed(): newer rows have come below those that are shown although it is
    /// paused, because they were under way when the pause began.
    void inserted(quint64 rows);

private:
    struct Page
    {
        bool isLoaded = false;
        std::vector<LogRow> rows; ///< newest first
    };
    static constexpr std::uint64_t pageRows = 128;
    static constexpr std::size_t maxPages = 64;

    void show(LogSnapshot snapshot);
    void dropFarPages(std::uint64_t page);

    LogSnapshot m_shown;
    std::optional<LogSnapshot> m_pending;
    Ticket m_expected{};
    bool m_isPaused = false;
    TimePoint m_oldest = TimePoint::min();
    std::uint64_t m_tooOld = 0; ///< rows of the shown snapshot before m_oldest
    std::unordered_map<std::uint64_t, Page> m_pages; ///< by fromEnd / pageRows
};

} // namespace weir
