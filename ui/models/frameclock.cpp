// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/frameclock.h"

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
    if (m_requested.exchange(true))
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
    m_requested = false;
    emit frame();
}

} // namespace weir
