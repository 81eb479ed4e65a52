// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/measure/durations.h"
#include "ui/measure/threadclock.h"

#include <QApplication>

#include <cstdint>

namespace weir {

/// How long the GUI thread was away for single events.
struct EventTimes
{
    Durations busy; ///< its own CPU time and what it waited for (locks, disk, the display)
    Durations waiting; ///< the second part of it
    Durations others; ///< ready to run, but the processors ran something else; not part of busy
    std::uint64_t stalls = 0; ///< busy for more than 50 ms
};

/// The application, which can measure each event it delivers: wall time, the thread's CPU time, and
/// what the scheduler says of the time it waited for a processor. What is left is waiting.
/// Thread: GUI.
class MeasuredApplication final : public QApplication
{
    Q_OBJECT

public:
    using QApplication::QApplication;

    /// Off at first; costs some microseconds an event.
    void setMeasuring(bool on) { m_isMeasuring = on; }
    const EventTimes& times() const { return m_times; }

    bool notify(QObject* receiver, QEvent* event) override;

private:
    void add(const ThreadClock::Moment& begin, const ThreadClock::Moment& end);

    const ThreadClock m_clock;
    bool m_isMeasuring = false;
    int m_level = -1; ///< of the event loop whose event is being measured
    EventTimes m_times;
};

} // namespace weir
