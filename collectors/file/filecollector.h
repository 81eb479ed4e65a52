// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"
#include "collectors/eventwriter.h"

namespace weir {

/// Follows plain files, named or by `*` and `?`, and standard input (`-`): a line is an event, its
/// payload the bytes without `\n`. An unfinished last line waits for its end, or is taken when the
/// end itself is (untilEnd, a closed pipe).
///
/// A file is known by its first bytes, so it is read once through renaming, rotation and restarts;
/// truncated, it is read from its beginning. run() ends by itself at the end of standard input when
/// that is all there is.
class FileCollector final : public Collector
{
public:
    explicit FileCollector(CollectorSetup setup);

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
