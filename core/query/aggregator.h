// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/fieldvalue.h"
#include "core/query/query.h"
#include "core/storedbatch.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir {

/// Values of the fields after `by`, in that order. A missing field is "".
using LabelValues = std::vector<std::string>;

/// Computes an aggregate incrementally: fed with each event once, in any order, it never starts
/// again. Windows are half-open, aligned to multiples of `every` since the epoch, by the event's
/// time; without `every` there is one window that begins at TimePoint::min().
///
/// Thread: one at a time.
class Aggregator final
{
public:
    /// Series beyond this number are counted in one with the label `__other__`.
    static constexpr std::size_t maxSeries = 10'000;

    explicit Aggregator(Aggregate aggregate);

    void add(const StoredBatch& stored, std::span<const std::uint32_t> rows);

    /// Forgets the windows that end at or before `time`: what has left a live panel.
    void forgetBefore(TimePoint time);

    struct Series
    {
        LabelValues labels;
        std::map<TimePoint, std::uint64_t> counts; ///< by the window's start
    };

    const Aggregate& aggregate() const { return m_aggregate; }
    /// Ordered by labels.
    std::vector<Series> series() const;
    /// The value of a window: the count, or the rate per second (`span` is the window's length, for
    /// an aggregate without `every` the length of the queried range).
    double valueOf(std::uint64_t count, Nanoseconds span) const;
    bool isOverfull() const { return m_overfull; }

private:
    using Counts = std::map<TimePoint, std::uint64_t>;

    TimePoint windowOf(TimePoint time) const;
    Counts& countsOf(const std::string& key);

    Aggregate m_aggregate;
    std::vector<FieldName> m_names;
    /// By the labels in one text, each with its length in front: one search an event.
    std::unordered_map<std::string, Counts> m_series;
    bool m_overfull = false;
};

} // namespace weir
