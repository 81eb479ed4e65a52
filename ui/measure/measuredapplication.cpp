// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure/measuredapplication.h"

#include "ui/measure/clocks.h"

#include <QThread>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace weir {

namespace {

constexpr double stallMs = 50;

} // namespace

MeasuredApplication::MeasuredApplication(int& argc, char** argv)
    : QApplication(argc, argv)
    , m_schedulerFigures(open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC))
{
}

MeasuredApplication::~MeasuredApplication()
{
    if (m_schedulerFigures >= 0)
        close(m_schedulerFigures);
}

MeasuredApplication::Moment MeasuredApplication::now() const
{
    Moment moment;
    std::array<char, 96> text{}; // "RAN WAITED TIMES"
    const ssize_t size =
        m_schedulerFigures < 0 ? 0 : pread(m_schedulerFigures, text.data(), text.size(), 0);
    if (size > 0) {
        const std::string_view figures(text.data(), static_cast<std::size_t>(size));
        const auto space = figures.find(' ');
        if (space != std::string_view::npos)
            std::from_chars(text.data() + space + 1, text.data() + size, moment.queued);
    }
    moment.cpu = nanosecondsBy(CLOCK_THREAD_CPUTIME_ID);
    moment.wall = nanosecondsBy(CLOCK_MONOTONIC);
    return moment;
}

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
    const Moment begin = now();
    const bool handled = QApplication::notify(receiver, event);
    m_level = outer;
    if (before == m_times.busy.count())
        add(begin, now());
    return handled;
}

void MeasuredApplication::add(const Moment& begin, const Moment& end)
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
