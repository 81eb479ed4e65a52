// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure/threadclock.h"

#include "ui/models/clocks.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>

namespace weir {

namespace {

constexpr int mostTries = 5;

} // namespace

ThreadClock::ThreadClock()
    : m_schedulerFigures(open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC))
{
}

std::int64_t ThreadClock::queued() const
{
    std::array<char, 96> text{}; // "RAN WAITED TIMES"
    const ssize_t size =
        m_schedulerFigures.isOpen() ? pread(m_schedulerFigures.get(), text.data(), text.size(), 0) : 0;
    if (size <= 0)
        return 0;
    const std::string_view figures(text.data(), static_cast<std::size_t>(size));
    const auto space = figures.find(' ');
    std::int64_t queued = 0;
    if (space != std::string_view::npos)
        std::from_chars(text.data() + space + 1, text.data() + size, queued);
    return queued;
}

/// Others may run between two looks at clocks; then this time would be in the one and not in the other.
ThreadClock::Moment ThreadClock::now() const
{
    Moment moment;
    std::int64_t after = queued();
    for (int i = 0; i == 0 || (after != moment.queued && i < mostTries); ++i) {
        moment = {nanosecondsBy(CLOCK_MONOTONIC), nanosecondsBy(CLOCK_THREAD_CPUTIME_ID), after};
        after = queued();
    }
    return moment;
}

} // namespace weir
