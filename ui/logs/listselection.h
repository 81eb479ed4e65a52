// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <optional>
#include <vector>

namespace weir {

/// Which events of a list are selected: by name, never by row number, so whatever comes or goes, the
/// same events are. Ranges of keys: everything of a result that lies in one is selected, be it ten
/// million.
///
/// The *current* event is the one that keys move from; the range that Shift makes larger or smaller
/// lies between it and the *origin*.
/// Pure; a value.
class ListSelection final
{
public:
    /// From the first to the last key, both in it.
    struct Span
    {
        EventKey first;
        EventKey last;
        friend bool operator==(const Span&, const Span&) = default;
    };

    bool isEmpty() const { return m_spans.empty(); }
    bool contains(EventKey key) const;
    std::optional<EventKey> current() const { return m_current; }
    std::optional<EventKey> origin() const { return m_origin; }
    /// Ascending, apart from one another.
    const std::vector<Span>& spans() const { return m_spans; }
    /// One event and no more.
    bool isSingle() const { return m_spans.size() == 1 && m_spans[0].first == m_spans[0].last; }

    void clear();
    /// This one and no other.
    void select(EventKey key);
    /// From the origin to this one; what the last extension had selected beyond is given up.
    void extendTo(EventKey key);
    /// Adds the event, or takes it out.
    void toggle(EventKey key);
    /// All between the two; the current one stays where it is if there is one, else is `last`.
    void selectAll(EventKey first, EventKey last);

    friend bool operator==(const ListSelection&, const ListSelection&) = default;

private:
    void add(Span span);
    void remove(Span span);

    std::vector<Span> m_spans;
    std::optional<EventKey> m_current;
    std::optional<EventKey> m_origin;
};

} // namespace weir
