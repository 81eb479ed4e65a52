// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/threadturns.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace weir {

namespace {

constexpr std::uint64_t shortTurn = 500'000; // ns; the system's is some 3 ms
constexpr std::uint64_t asUsualWhenForked = 1; // SCHED_FLAG_RESET_ON_FORK

/// sched_setattr(2), which the C library of Debian 12 does not declare.
struct SchedulerAttributes
{
    std::uint32_t size = sizeof(SchedulerAttributes);
    std::uint32_t policy = SCHED_OTHER;
    std::uint64_t flags = 0;
    std::int32_t niceness = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 0; ///< from Linux 6.12 on the length of a turn, ns; before: ignored
    std::uint64_t deadline = 0;
    std::uint64_t period = 0;
};

} // namespace

void takeShortTurns()
{
    SchedulerAttributes attributes;
    attributes.flags = asUsualWhenForked;
    attributes.runtime = shortTurn;
    attributes.niceness = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
    (void)::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

void runBehind(int niceness)
{
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

} // namespace weir
