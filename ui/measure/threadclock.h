// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir {

/// Times of the thread that made this, all at one moment. Thread: that one.
class ThreadClock final
{
public:
    struct Moment
    {
        std::int64_t wall = 0; ///< CLOCK_MONOTONIC; all in nanoseconds
        std::int64_t cpu = 0; ///< that the thread has used
        /// In which it was ready to run and the processors ran something else; 0 where the system does
        /// not say.
        std::int64_t queued = 0;
    };

    ThreadClock();
    ~ThreadClock();
    ThreadClock(const ThreadClock&) = delete;
    ThreadClock& operator=(const ThreadClock&) = delete;

    Moment now() const;

private:
    std::int64_t queued() const;

    const int m_schedulerFigures; ///< -1 where the system has none
};

} // namespace weir
