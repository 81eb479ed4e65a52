// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"

namespace weir {

/// Whether the quarantine names a batch of the stream that kills who fetches it, at `next` or behind it.
/// Precondition: the setup has a quarantine.
bool isDeadlyAhead(const CollectorSetup& setup, const Stream& stream, std::int64_t next);

/// Whether a source that starts where its positions say could come to such a batch: then it must fetch
/// one batch at a time, so that the partition can be left before that one is asked for.
bool mustBeCareful(const CollectorSetup& setup);

} // namespace weir
