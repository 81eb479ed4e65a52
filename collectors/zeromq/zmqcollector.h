// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"
#include "collectors/eventwriter.h"

namespace weir {

/// Reads SUB or PULL sockets, in the clear or with CURVE. What the frames of a message are is told by
/// the configuration or found out (Publisher); those that mean nothing to us are headers `frame.2`,
/// `frame.3`, …, with the field `zeromq.frames` where there are more than expected.
///
/// A ZeroMQ publisher does not wait and keeps nothing. When the sink has no room, one batch is kept,
/// the library's queue fills for a moment, and then messages are shed: counted exactly, as a gap with
/// the reason QueueFull. What gets lost before it reaches us is counted where the publisher numbers
/// its messages, as a gap with the reason LostUpstream; elsewhere status().note says that it cannot
/// be. A message that comes twice is kept and has the field `zeromq.duplicate`.
///
/// `untilEnd` ends at once: there is no end.
class ZmqCollector final : public Collector
{
public:
    explicit ZmqCollector(CollectorSetup setup);

    Result<Done> run(BatchSink& sink) override;
    void requestStop() override { m_stop.request(); }
    SourceStatus status() const override { return m_monitor.status(); }

private:
    class Run;

    const CollectorSetup m_setup;
    SourceMonitor m_monitor;
    StopSignal m_stop;
};

} // namespace weir
