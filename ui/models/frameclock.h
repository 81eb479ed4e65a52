// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <cstdint>

namespace weir {

/// The window's one clock for taking over what workers have found: at most 60 times a second, and
/// not at all while nothing has changed.
///
/// Thread safety: request() from any thread, everything else from the GUI thread. A worker must not
/// outlive it.
class FrameClock final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameClock)

public:
    explicit FrameClock(QObject* parent = nullptr);

    /// Something is there to be taken: asks for one frame. Many requests give one frame.
    void request();
    /// Stops giving frames, for good: the window is closing.
    void stop();
    /// When somebody first asked for this frame: CLOCK_MONOTONIC in nanoseconds. While frame() is given.
    std::int64_t requestedAt() const { return m_frameRequestedAt; }

signals:
    void frame();

private:
    void schedule();
    void fire();

    // Any thread.
    std::atomic<std::int64_t> m_requestedAt = 0; ///< the next frame; 0: not yet

    // GUI thread.
    QTimer m_timer;
    QElapsedTimer m_sinceFrame;
    std::int64_t m_frameRequestedAt = 0;
    bool m_stopped = false;
};

} // namespace weir
