// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/source/sourcereport.h"
#include "app/shared/sourceverbs.h"
#include "collectors/collector.h"
#include "collectors/kafka/kafkapeek.h"

namespace weir {

/// The newest records of some partitions, oldest first. An error's `detail` is a sentence.
Result<Peeked> peekLatest(KafkaClient& client, const KafkaSource& source,
                          const std::vector<TopicPartition>& partitions, std::size_t count,
                          Deadline deadline);

/// `peek`, `topics` and `groups` of a Kafka source: prints what is there. Returns whether it could.
bool lookAtKafka(const CollectorSetup& setup, const SourceLookOptions& options,
                 Deadline deadline, SourceReport& report);

} // namespace weir
