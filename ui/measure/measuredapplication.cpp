// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure/measuredapplication.h"

#include "ui/models/clocks.h"

#include <QThread>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr double stallMs = 50;

} // namespace

bool MeasuredApplication::notify(QObject* receiver, QEvent* event)
{
    // Other threads have events, too.
    if (thread() != QThread::currentThread() || !m_isMeasuring)
        return QApplication::notify(receiver, event);
    // Events that an event sends are part of it; those of a loop within it (a menu, a drag) are not.
    const int level = thread()->loopLevel();
    if (level <= m_level)
        return QApplication::notify(receiver, event);
    const int outer = std::exchange(m_level, level);
    const std::uint64_t before = m_times.busy.count();
    const ThreadClock::Moment begin = m_clock.now();
    const bool handled = QApplication::notify(receiver, event);
    m_level = outer;
    if (before == m_times.busy.count())
        add(begin, m_clock.now());
    return handled;
}

void MeasuredApplication::add(const ThreadClock::Moment& begin, const ThreadClock::Moment& end)
{
    const std::int64_t others = std::max<std::int64_t>(0, end.queued - begin.queued);
    const std::int64_t cpu = end.cpu - begin.cpu;
    const std::int64_t waiting = std::max<std::int64_t>(0, end.wall - begin.wall - cpu - others);
    const double busy = inMilliseconds(cpu + waiting);
    m_times.busy.add(busy);
    m_times.waiting.add(inMilliseconds(waiting));
    m_times.others.add(inMilliseconds(others));
    if (busy > stallMs)
        ++m_times.stalls;
}

} // namespace weir
