// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stream.h"

#include <cstdint>
#include <optional>

namespace weir {

/// Messages that were published and did not come.
struct SequenceLoss
{
    std::uint64_t count = 0;
    int jumps = 0; ///< in how many places
    OffsetRange sequences; ///< of the first place

    void add(OffsetRange range);
};

/// Follows the numbers that one publisher gives its messages, and says what is missing between them.
///
/// - A number further on: what lies between was lost.
/// - A number further back: a publisher that was restarted begins small, which is no loss but another
///   epoch. A number that came a moment ago is a duplicate, unless the next ones go on from there.
/// - When after all a message comes that continues the old numbers, the restart was none.
/// - A jump over more than a publisher can send (2³¹, or 2⁴⁰ of 64 bits) is another numbering.
class SequenceTracker final
{
public:
    enum class Step { First, Next, Lost, Duplicate, Restart };

    /// `is32`: after 2³²−1 comes 0.
    Step take(std::uint64_t value, bool is32);
    /// Forgets everything but the counts.
    void reset();

    /// How often in a row the next number was the right one.
    int run() const { return m_run; }
    std::uint32_t epoch() const { return m_epoch; }
    std::uint64_t duplicates() const { return m_duplicates; }
    /// What was lost since this was asked last.
    SequenceLoss takeLoss();

private:
    struct Place
    {
        std::uint64_t last = 0;
        std::uint64_t seen = 1; ///< bit n: last - n came
    };

    std::int64_t distance(std::uint64_t value) const;
    std::uint64_t nextOf(std::uint64_t value) const;
    bool isRecent(std::uint64_t value) const;
    Step advance(std::uint64_t value, std::uint64_t by);
    Step repeat(std::uint64_t value);
    Step restart(std::uint64_t value);
    bool continuesOld(std::uint64_t value) const;

    std::optional<Place> m_place;
    std::optional<Place> m_old; ///< before a restart that is not certain yet
    bool m_is32 = false;
    int m_run = 0;
    int m_sinceRestart = 0;
    int m_repeats = 0; ///< duplicates that continue each other
    std::uint64_t m_lastRepeat = 0;
    std::uint32_t m_epoch = 0;
    std::uint64_t m_duplicates = 0;
    SequenceLoss m_loss;
};

} // namespace weir
