// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/framestats.h"

#include "core/json.h"
#include "core/timepoint.h"

#include <QAbstractEventDispatcher>

#include <algorithm>
#include <ctime>

namespace weir {

namespace {

std::int64_t nanosecondsBy(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

double milliseconds(std::int64_t nanoseconds)
{
    return static_cast<double>(nanoseconds) / 1e6;
}

} // namespace

FrameStats::FrameStats(QObject* parent)
    : QObject(parent)
{
    // Waiting for events costs no CPU time, so the time from one wait to the next is that of a turn.
    if (auto* dispatcher = QAbstractEventDispatcher::instance())
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &FrameStats::endTurn);
}

bool FrameStats::logTo(const std::filesystem::path& file)
{
    m_log.open(file, std::ios::trunc);
    return m_log.is_open();
}

void FrameStats::endTurn()
{
    const std::int64_t now = nanosecondsBy(CLOCK_THREAD_CPUTIME_ID);
    // What came before the first wait is the making of the window, not a turn of its loop.
    if (m_turnBegan != 0 && m_frames > 1)
        m_longestTurn = std::max(m_longestTurn, now - m_turnBegan);
    m_turnBegan = now;
}

void FrameStats::beginFrame()
{
    m_frameBegan = nanosecondsBy(CLOCK_MONOTONIC);
}

void FrameStats::endFrame()
{
    const double took = milliseconds(nanosecondsBy(CLOCK_MONOTONIC) - m_frameBegan);
    const auto bin = std::min(m_paintBins.size() - 1, static_cast<std::size_t>(took / binMs));
    ++m_paintBins[bin];
    ++m_frames;
    m_longestPaint = std::max(m_longestPaint, took);
    if (m_log.is_open()) {
        m_log << number(m_ceiling) << ' ' << nanosecondsBy(CLOCK_REALTIME) << '\n';
        m_log.flush(); // the bench reads along
    }
}

void FrameStats::painted(std::size_t rows, EventSeq ceiling)
{
    m_rows += rows;
    m_ceiling = ceiling;
}

double FrameStats::percentile(double share) const
{
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(m_frames));
    std::uint64_t seen = 0;
    for (std::size_t bin = 0; bin < m_paintBins.size(); ++bin) {
        seen += m_paintBins[bin];
        if (seen > wanted)
            return static_cast<double>(bin + 1) * binMs;
    }
    return 0;
}

QString FrameStats::toJson() const
{
    JsonWriter json;
    json.beginObject()
        .member("frames", m_frames)
        .member("rows_drawn", m_rows)
        .member("paint_ms_p50", percentile(0.5))
        .member("paint_ms_p99", percentile(0.99))
        .member("paint_ms_max", m_longestPaint)
        .member("gui_longest_turn_cpu_ms", milliseconds(m_longestTurn))
        .endObject();
    return QString::fromStdString(json.text());
}

} // namespace weir
