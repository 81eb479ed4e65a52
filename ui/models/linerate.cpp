// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/linerate.h"

#include <algorithm>

namespace weir {

namespace {

constexpr auto window = std::chrono::seconds(1);

} // namespace

void LineRate::take(std::optional<std::uint64_t> lines, Time now)
{
    if (!lines)
        return reset();
    if (!m_from) {
        m_from = Count{*lines, now};
        return;
    }
    const std::chrono::duration<double> elapsed = now - m_from->at;
    if (elapsed < window)
        return;
    m_perSecond = static_cast<double>(*lines - std::min(*lines, m_from->lines)) / elapsed.count();
    m_from = Count{*lines, now};
}

} // namespace weir
