// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/listselection.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

constexpr auto maxSeq = std::numeric_limits<std::uint64_t>::max();

/// The next possible key; as far as keys go.
EventKey after(EventKey key)
{
    if (number(key.seq) < maxSeq)
        return {key.time, EventSeq{number(key.seq) + 1}};
    return key.time < TimePoint::max() ? EventKey{key.time + Nanoseconds(1), EventSeq{0}} : key;
}

EventKey before(EventKey key)
{
    if (number(key.seq) > 0)
        return {key.time, EventSeq{number(key.seq) - 1}};
    return key.time > TimePoint::min() ? EventKey{key.time - Nanoseconds(1), EventSeq{maxSeq}}
                                       : key;
}

} // namespace

bool ListSelection::contains(EventKey key) const
{
    const auto above =
        std::upper_bound(m_spans.begin(), m_spans.end(), key,
                         [](EventKey wanted, const Span& span) { return wanted < span.first; });
    return above != m_spans.begin() && key <= std::prev(above)->last;
}

void ListSelection::clear()
{
    *this = {};
}

void ListSelection::select(EventKey key)
{
    m_spans.assign(1, {key, key});
    m_current = key;
    m_origin = key;
}

void ListSelection::extendTo(EventKey key)
{
    if (!m_origin) {
        select(key);
        return;
    }
    if (m_current)
        remove({std::min(*m_origin, *m_current), std::max(*m_origin, *m_current)});
    add({std::min(*m_origin, key), std::max(*m_origin, key)});
    m_current = key;
}

void ListSelection::toggle(EventKey key)
{
    if (contains(key))
        remove({key, key});
    else
        add({key, key});
    m_current = key;
    m_origin = key;
    if (m_spans.empty())
        clear();
}

void ListSelection::selectAll(EventKey first, EventKey last)
{
    m_spans.assign(1, {first, last});
    m_origin = first;
    if (!m_current)
        m_current = last;
}

void ListSelection::remove(Span span)
{
    std::vector<Span> left;
    for (const Span& own : m_spans) {
        if (own.last < span.first || span.last < own.first) {
            left.push_back(own);
            continue;
        }
        if (own.first < span.first)
            left.push_back({own.first, before(span.first)});
        if (span.last < own.last)
            left.push_back({after(span.last), own.last});
    }
    m_spans = std::move(left);
}

void ListSelection::add(Span span)
{
    remove(span);
    const auto above =
        std::lower_bound(m_spans.begin(), m_spans.end(), span,
                         [](const Span& a, const Span& b) { return a.first < b.first; });
    m_spans.insert(above, span);
}

} // namespace weir
