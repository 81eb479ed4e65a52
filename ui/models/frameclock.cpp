// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/frameclock.h"

#include "ui/models/clocks.h"

#include <algorithm>

namespace weir {

namespace {

constexpr qint64 frameLength = 16; // ms

}

FrameClock::FrameClock(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &FrameClock::fire);
}

void FrameClock::request()
{
    // Only the first request of a frame posts: the queue of events never grows with the stream.
    std::int64_t none = 0;
    if (!m_requestedAt.compare_exchange_strong(none, nanosecondsBy(CLOCK_MONOTONIC)))
        return;
    QMetaObject::invokeMethod(this, &FrameClock::schedule, Qt::QueuedConnection);
}

void FrameClock::stop()
{
    m_stopped = true;
    m_timer.stop();
}

void FrameClock::schedule()
{
    if (m_stopped || m_timer.isActive())
        return;
    const qint64 since = m_sinceFrame.isValid() ? m_sinceFrame.elapsed() : frameLength;
    m_timer.start(static_cast<int>(std::max<qint64>(0, frameLength - since)));
}

void FrameClock::fire()
{
    m_sinceFrame.start();
    // Before the signal: what arrives while the frame is drawn asks for the next one.
    m_frameRequestedAt = m_requestedAt.exchange(0);
    emit frame();
}

} // namespace weir
