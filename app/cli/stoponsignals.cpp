// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/stoponsignals.h"

#include <csignal>

namespace weir::cli {

namespace {

std::atomic<bool> stopRequested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

} // namespace

const std::atomic<bool>& stopOnSignals()
{
    struct sigaction action
    {
    };
    action.sa_handler = [](int) {
        stopRequested = true;
    };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int signal : {SIGINT, SIGTERM})
        sigaction(signal, &action, nullptr);
    return stopRequested;
}

} // namespace weir::cli
