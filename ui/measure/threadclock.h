// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"

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

    Moment now() const;

private:
    std::int64_t queued() const;

    const Descriptor m_schedulerFigures; ///< none where the system has none
};

} // namespace weir
