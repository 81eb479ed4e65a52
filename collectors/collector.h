// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/batchsink.h"
#include "collectors/positionrequest.h"
#include "collectors/quarantine.h"
#include "core/config/config.h"
#include "core/control/status.h"
#include "core/result.h"

#include <memory>
#include <string>
#include <vector>

namespace weir {

/// Offsets of a stream that are done with, from which a collector goes on: in the index already, or
/// missing for a reason that is in the index.
struct StartPosition
{
    Stream stream;
    std::vector<OffsetRange> indexed; ///< ascending, not touching
};

/// What a collector is made with.
struct CollectorSetup
{
    SourceConfig source;
    std::vector<StartPosition> positions;
    /// Stop at what was the end when the source was opened, instead of following.
    bool untilEnd = false;
    /// What may not be touched again; null: nothing.
    std::shared_ptr<Quarantine> quarantine;
    /// For secrets that are references to the keyring; empty: there is none to look into.
    KeyringReader keyring;
};

/// From the wire to batches. Shows no dialog, reads no settings and knows no index: everything
/// it needs is in its setup.
///
/// A collector survives what can pass: a broker that is away is waited for, with the state and the
/// reason in status(); run() then goes on by itself. After an error it may be run again.
///
/// Thread: run() in the thread of the source; the others from any thread.
class Collector
{
public:
    Collector() = default;
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;
    virtual ~Collector() = default;

    /// Returns after requestStop() within about 100 ms, with everything it has received pushed into
    /// the sink; or earlier: Done when the end was reached (untilEnd), an error that does not pass by
    /// itself.
    virtual Result<Done> run(BatchSink& sink) = 0;
    virtual void requestStop() = 0;
    /// Answered from within run(); by default at once, that this kind of source cannot do it.
    virtual void request(PositionRequest request);

    /// Name, kind, state, events and bytes received since start, rate, lag, dropped, undecodable,
    /// gaps noticed since start, last error, positions. Cheap.
    virtual SourceStatus status() const = 0;
};

/// The collector for a source's kind. InvalidInput when the configuration cannot work at all.
Result<std::unique_ptr<Collector>> makeCollector(CollectorSetup setup);

} // namespace weir
