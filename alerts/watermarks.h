// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatch.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace weir {

/// How far event time has come: a lane for each source, and within Kafka for each partition, because
/// partitions are read at different speeds.
///
/// A lane is active while its event time advances. One whose time has stood for three ticks, because
/// nothing came or only older things, goes on at the pace of the ticks and holds nobody up.
class Watermarks final
{
public:
    static constexpr std::uint32_t idleAfter = 3; ///< ticks
    static constexpr std::uint32_t graceTicks = 10; ///< to come back after an interruption
    static constexpr Nanoseconds slack =
        std::chrono::seconds(2); ///< behind the tick, when nothing else tells
    static constexpr Nanoseconds tooFarBehind = std::chrono::minutes(5);

    struct Lane
    {
        TimePoint newest;
        std::uint32_t stalled = 0; ///< ticks since `newest` advanced
        std::uint32_t silent = 0; ///< ticks since anything came
        bool advanced = false; ///< since the last tick
        bool heard = false; ///< since the last tick
        bool isLossy = false; ///< what is published while nobody listens never comes
    };
    /// By source and, for Kafka, Stream::key().
    using Lanes = std::map<std::pair<std::string, std::string>, Lane>;

    void observe(const EventBatch& batch, std::size_t from, std::size_t to);
    /// Precondition: later than the last one.
    void tick(TimePoint second);
    /// Nothing was received between the last tick and the next: lanes get time to come back.
    void interrupted();

    std::optional<TimePoint> lastTick() const { return m_tick; }

    /// Up to where the events of these sources are complete. Nothing when none of them was seen.
    std::optional<TimePoint> of(const std::set<std::string>& sources,
                                std::optional<TimePoint> judged) const;
    /// Up to where the fastest of these sources has come. Nothing when none of them was seen.
    std::optional<TimePoint> farthest(const std::set<std::string>& sources) const;
    /// Ticks since any of these sources was heard.
    std::uint32_t silentTicks(const std::set<std::string>& sources) const;
    bool anyLossy(const std::set<std::string>& sources) const;

    // The whole state, to be saved and put back.
    const Lanes& lanes() const { return m_lanes; }
    std::uint32_t grace() const { return m_grace; }
    bool isInterrupted() const { return m_interrupted; }
    void restore(Lanes lanes, std::optional<TimePoint> tick, std::uint32_t grace, bool interrupted);

private:
    /// Where a lane has come. A clock that runs ahead must not make everybody else late.
    TimePoint placeOf(const Lane& lane) const;
    void heard(const std::string& source, const std::string& stream, SourceKind kind,
               TimePoint newest);

    Lanes m_lanes;
    std::optional<TimePoint> m_tick;
    std::uint32_t m_grace = 0; ///< ticks during which every lane counts as active
    bool m_interrupted = false; ///< the next tick is the first after an interruption
};

} // namespace weir
