// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/listgeometry.h"
#include "ui/models/resultrows.h"

#include <optional>

namespace weir {

/// Where a list stands over rows that change beneath it: at the newest, or held by an event, whose row
/// is found again whenever rows have another number: after another query, when counting corrects
/// itself, when the event had to be looked for in the index.
///
/// An event that is not part of the result any more is remembered, and the match next to it stands in
/// its place: who narrows a filter and widens it again is back where they were.
/// Thread: GUI. Knows no widget.
class ListPosition final
{
public:
    /// `rows` outlive it.
    explicit ListPosition(ResultRows& rows)
        : m_rows(rows)
    {
    }

    /// Also while what it shall show has not been counted yet.
    bool isAtNewest() const { return m_isAtNewest || m_isWaiting; }
    /// What seek() was asked for has not been found yet.
    bool isSeeking() const { return m_isSeeking; }
    /// Precondition: not isAtNewest(). As it was wanted: ListGeometry::clamped() is for whoever draws.
    ListPlace place() const { return m_place; }

    void toNewest();
    /// This row keeps this place from now on.
    void hold(ListPlace place);
    /// This event gets its upper edge there as soon as it is found.
    void seek(EventKey event, int top);

    /// After rows have changed. What it returns has to be asked for; located() takes the answer.
    std::optional<RowsRequest> settle();
    void located(EventKey event, std::uint64_t row);

private:
    /// A numbering of rows.
    struct Numbering
    {
        Ticket ticket{};
        EventSeq ceiling{};
        bool isComplete = false;
        friend bool operator==(const Numbering&, const Numbering&) = default;
    };
    struct Asked
    {
        Numbering numbering;
        std::uint64_t counted = 0;
        friend bool operator==(const Asked&, const Asked&) = default;
    };
    Numbering numbering() const;

    ResultRows& m_rows;
    bool m_isAtNewest = true;
    bool m_isSeeking = false;
    bool m_isWaiting = false; ///< for counting to get as far as m_event
    ListPlace m_place;
    std::optional<EventKey> m_event; ///< that is held; unknown while its row is not loaded
    std::optional<Numbering> m_settled; ///< in which m_place.row is right
    std::optional<Asked> m_asked; ///< when the event was asked for
};

} // namespace weir
