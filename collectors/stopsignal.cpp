// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/stopsignal.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>

namespace weir {

StopSignal::StopSignal()
    : m_descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

void StopSignal::request()
{
    m_requested.store(true, std::memory_order_release);
    (void)eventfd_write(m_descriptor.get(), 1);
}

bool StopSignal::waitFor(int descriptor, std::chrono::milliseconds time) const
{
    // poll() skips what is negative. Never longer than this, should there be no descriptor left.
    const auto atMost =
        std::clamp(time, std::chrono::milliseconds(0), std::chrono::milliseconds(100));
    std::array<pollfd, 2> wanted{pollfd{m_descriptor.get(), POLLIN, 0}, pollfd{descriptor, POLLIN, 0}};
    (void)poll(wanted.data(), wanted.size(), static_cast<int>(atMost.count()));
    return isRequested();
}

} // namespace weir
