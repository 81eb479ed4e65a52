// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/gen/manifest.h"
#include "tests/bench/gen/random.h"
#include "tests/bench/gen/templates.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace weir::bench {

/// Makes log events of a dozen services over two hours, about 220 bytes each as JSON, with needles
/// planted at known places: the same count and seed give the same bytes (on the same maths library,
/// for the latencies), so that figures of two runs are about the same data.
///
///     EventGenerator events(5'000'000, 1);
///     while (events.next())
///         send(events.json());
///
/// Thread: one at a time.
class EventGenerator final
{
public:
    static constexpr std::uint64_t leastCount = 20'000; ///< below, needles would fall behind the end

    /// Precondition: count >= leastCount.
    EventGenerator(std::uint64_t count, std::uint64_t seed);

    /// Makes the next event; false after the last.
    bool next();

    /// The event as one JSON object, without a newline. Valid until next().
    std::string_view json() const { return m_json; }

    /// The same event as a line of plain text, without a newline. Valid until next().
    std::string_view text() const { return m_text; }

    /// True answers about the events so far.
    const Manifest& manifest() const { return m_manifest; }

private:
    enum class Planted : std::uint8_t { Nothing, Rare, Address, Trace };
    struct TraceId
    {
        std::uint64_t high;
        std::uint64_t low;
    };

    struct Facts
    {
        std::size_t row = 0; ///< of `templates`
        std::size_t service = 0; ///< of `services`
        std::uint32_t host = 0;
        std::uint32_t status = 0;
        std::uint64_t latencyUs = 0;
    };

    Planted takePlanted();
    std::size_t drawTemplate(Planted planted);
    std::size_t drawService();
    TraceId drawTrace();
    std::uint32_t drawStatus(StatusClass status);
    std::uint64_t drawLatencyUs(std::size_t service);
    void composeMessage(std::string_view text, Planted planted);
    void appendPlaceholder(char kind, Planted planted);
    void appendAddress();
    void appendUuid();
    void composeTime(std::uint64_t sinceNoonMs);
    void composeTrace(TraceId trace, Planted planted);
    void composeJson(const Facts& facts);
    void composeText(const Facts& facts);
    void count(const Facts& facts, Planted planted);

    const std::uint64_t m_count;
    Random m_random;
    std::uint64_t m_made = 0;
    double m_clockMs = 0; ///< since the first event's noon
    std::uint32_t m_weights = 0;
    std::array<std::uint32_t, templates.size()> m_weightEnds{};
    double m_serviceWeights = 0;
    std::array<double, services.size()> m_serviceEnds{};
    std::array<TraceId, 64> m_active{}; ///< traces that are going on
    std::map<std::uint64_t, Planted> m_planted; ///< event number -> needle

    // The event being made.
    std::string m_time;
    std::string m_message;
    std::string m_trace;
    std::string m_json;
    std::string m_text;
    bool m_userBeginsWith7 = false; ///< and has another digit
    bool m_hasKey = false;

    Manifest m_manifest;
};

} // namespace weir::bench
