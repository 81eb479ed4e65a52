// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir {

/// What the scheduler says of the thread that made this. Thread: any, one at a time.
class SchedulerFigures final
{
public:
    SchedulerFigures();
    ~SchedulerFigures();
    SchedulerFigures(const SchedulerFigures&) = delete;
    SchedulerFigures& operator=(const SchedulerFigures&) = delete;

    /// Nanoseconds since it began in which it was ready to run and the processors ran something else; 0
    /// where the system does not say.
    std::int64_t queued() const;

private:
    const int m_file; ///< -1 where the system has none
};

} // namespace weir
