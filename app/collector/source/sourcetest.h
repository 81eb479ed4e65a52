// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/source/sourcereport.h"
#include "collectors/collector.h"
#include "collectors/kafka/kafkacontact.h"

namespace weir {

/// Walks the steps from the configuration to the first messages and says at the first that fails what is
/// wrong and what to do about it. The configuration was read, so that step is behind us. Returns whether
/// all went well.
bool testSource(const CollectorSetup& setup, std::size_t messages, Deadline deadline,
                SourceReport& report);

} // namespace weir
