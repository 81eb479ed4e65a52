// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace weir {

/// The windows of one rule: [E - length, E) for every whole second E.
class WindowShape final
{
public:
    /// Precondition: 1 ms <= length <= maxLength.
    explicit WindowShape(Nanoseconds length);

    static constexpr Nanoseconds maxLength = std::chrono::hours(24 * 31);
    /// Older events are not counted: nothing sensible is that old, and times must not overflow.
    static constexpr TimePoint oldest = timePointOf(-8'000'000'000'000'000'000);

    Nanoseconds length() const { return m_length; }
    /// The longest step that no window border falls into.
    Nanoseconds grain() const;
    /// The start of the bucket a time belongs to. No window border lies within a bucket; there are
    /// at most two in a second, however odd the length. Precondition: time >= oldest.
    TimePoint bucketOf(TimePoint time) const;
    /// How many buckets a window spans at most.
    std::size_t bucketsPerWindow() const;

private:
    Nanoseconds m_length;
    Nanoseconds m_cut; ///< where in a second windows begin
};

/// The events of one label set that windows judged from now on can still see.
///
/// Invariant: buckets ascend; the first m_entered of them lie before end(), and sum() counts them.
class WindowCounts final
{
public:
    struct Bucket
    {
        TimePoint start;
        std::uint64_t count = 0;
    };

    /// False when no window after end() can see the bucket: nothing was counted.
    bool add(TimePoint bucket, std::uint64_t count, const WindowShape& shape);

    /// Moves on to the window that ends at `end`. Precondition: ends never go back.
    void advance(TimePoint end, const WindowShape& shape);

    /// The events in the window that ends at end().
    std::uint64_t sum() const { return m_sum; }
    /// How many buckets lie after end() and before `place`.
    std::size_t waitingBefore(TimePoint place) const;
    /// The first bucket after end(), if any.
    std::optional<TimePoint> nextBucket() const;

    std::optional<TimePoint> end() const { return m_end; }
    const std::deque<Bucket>& buckets() const { return m_buckets; }
    /// Precondition: ascending. Continues with advance(), even to the same end as before.
    void restore(std::deque<Bucket> buckets) { m_buckets = std::move(buckets); }

private:
    std::deque<Bucket> m_buckets;
    std::size_t m_entered = 0;
    std::uint64_t m_sum = 0;
    std::optional<TimePoint> m_end;
};

} // namespace weir
